// The data or the business: told apart by what is known of the systems that a number rests on.
import { describe, expect, it } from 'vitest';
import { faultOf } from '#features/anomalies/data-fault.ts';
import type { SystemHealth } from '#features/anomalies/data-fault.ts';

const at = (time: string): Date => new Date(`2026-03-${time}:00Z`);
const LOOKED = { dayEnds: at('05T00:00'), now: at('05T03:00') };

function aSystem(over: Partial<SystemHealth> = {}): SystemHealth {
  return { crm: 'hubspot', name: 'HubSpot', readThrough: at('05T02:50'), failingSince: null, ...over };
}

describe('it is the business', () => {
  it.each([
    { when: 'everything is read', systems: [aSystem()] },
    { when: 'reading failed only after the day was read', systems: [aSystem({ failingSince: at('05T01:00') })] },
    { when: 'it rests on no system', systems: [] },
  ])('when $when', ({ systems }) => {
    expect(faultOf(LOOKED, systems)).toBeNull();
  });
});

describe('it is the data', () => {
  const failing = aSystem({ readThrough: at('04T14:00'), failingSince: at('04T14:00') });
  const stale = aSystem({ name: 'Salesforce', readThrough: at('04T20:00') });

  it.each([
    { when: 'reading fails', systems: [failing], says: 'Reading HubSpot has been failing for 13 h' },
    { when: 'the day is not read to its end', systems: [aSystem(), stale], says: 'Salesforce was last read 7 h ago' },
    {
      when: 'a system was never read',
      systems: [aSystem({ readThrough: null })],
      says: 'HubSpot has not been read yet',
    },
    {
      when: 'one fails and another is behind: the gravest',
      systems: [stale, failing],
      says: 'Reading HubSpot has been failing for 13 h',
    },
  ])('when $when', ({ systems, says }) => {
    expect(faultOf(LOOKED, systems)).toBe(says);
  });
});
