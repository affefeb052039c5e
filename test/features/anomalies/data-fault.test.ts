// The data or the business: told apart by what is known of the systems that a number rests on.
import { describe, expect, it } from 'vitest';
import { faultOf } from '#features/anomalies/data-fault.ts';
import type { SystemHealth } from '#features/anomalies/data-fault.ts';

const at = (time: string): Date => new Date(`2026-03-${time}:00Z`);
const LOOKED = { value: 40, dayBegins: at('04T00:00'), dayEnds: at('05T00:00'), now: at('05T03:00') };

function aSystem(over: Partial<SystemHealth> = {}): SystemHealth {
  return {
    crm: 'hubspot',
    name: 'HubSpot',
    readThrough: at('05T02:50'),
    failingSince: null,
    lastWebhook: at('05T02:40'),
    usualSilence: 20 * 60_000,
    ...over,
  };
}

describe('it is the business', () => {
  it.each([
    { when: 'everything is read', systems: [aSystem()] },
    { when: 'reading failed only after the day was read', systems: [aSystem({ failingSince: at('05T01:00') })] },
    {
      when: 'webhooks are as silent as usual at night',
      systems: [aSystem({ lastWebhook: at('04T21:00'), usualSilence: 4 * 3_600_000 })],
    },
    { when: 'no webhooks are expected', systems: [aSystem({ lastWebhook: null, usualSilence: null })] },
    { when: 'it rests on no system', systems: [] },
  ])('when $when', ({ systems }) => {
    expect(faultOf(LOOKED, systems)).toBeNull();
  });
});

describe('it is the data', () => {
  it.each([
    {
      when: 'reading fails',
      systems: [aSystem({ readThrough: at('04T14:00'), failingSince: at('04T14:05') })],
      is: { reason: 'sync_failing', system: 'HubSpot', since: at('04T14:05') },
      says: 'Reading HubSpot has been failing for',
    },
    {
      when: 'the day is not read to its end',
      systems: [aSystem(), aSystem({ name: 'Salesforce', readThrough: at('04T20:00') })],
      is: { reason: 'stale', system: 'Salesforce', since: at('04T20:00') },
      says: 'Salesforce was last read',
    },
    {
      when: 'a system was never read',
      systems: [aSystem({ readThrough: null })],
      is: { reason: 'stale', system: 'HubSpot' },
      says: 'HubSpot has not been read yet',
    },
    {
      when: 'webhooks fell silent during the day',
      systems: [aSystem({ lastWebhook: at('04T11:00') })],
      is: { reason: 'webhooks_silent', since: at('04T11:00') },
      says: 'HubSpot has sent no webhook for',
    },
  ])('when $when', ({ systems, is, says }) => {
    const fault = faultOf(LOOKED, systems);
    expect(fault).toMatchObject(is);
    expect(fault?.sentence).toContain(says);
  });

  it('when there is no value, though everything is read', () => {
    expect(faultOf({ ...LOOKED, value: null }, [aSystem()])).toMatchObject({
      reason: 'missing',
      system: null,
      sentence: 'There is no value for this day',
    });
  });

  it('by the gravest of several', () => {
    const systems = [
      aSystem({ name: 'Salesforce', readThrough: at('04T20:00') }),
      aSystem({ readThrough: at('04T14:00'), failingSince: at('04T14:05') }),
    ];
    expect(faultOf({ ...LOOKED, value: null }, systems)?.reason).toBe('sync_failing');
  });
});
