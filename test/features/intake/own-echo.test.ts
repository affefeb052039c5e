import { expect, it } from 'vitest';
import { isOwnEcho } from '#features/intake/own-echo.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aClaim, aCrmRecord, aWrite } from '../../support/builders.ts';
import { noon } from '../../support/lead-builder.ts';

const reading = (ownerId: string, modifiedAt = noon) => aCrmRecord({ ref: { id: '501' }, ownerId, modifiedAt });
const moved = (target: string | null, outcome: 'pending' | 'assigned' | 'refused' | 'conflict' = 'assigned') =>
  aWrite({ target, outcome });
const toAna = aClaim({ at: noon, state: 'ended', writes: [moved('ana')] });
const back = aClaim({ kind: 'release', at: noon, state: 'written', writes: [moved('sam')] });
const later = after(noon, 5 * MINUTE_MS);

it.each([
  {
    when: 'the newest claim wrote it',
    history: [aClaim({ writes: [moved('ana')] })],
    record: reading('ana'),
    echo: true,
  },
  {
    when: 'the newest claim is writing it',
    history: [aClaim({ writes: [moved('ana', 'pending')] })],
    record: reading('ana'),
    echo: true,
  },
  {
    when: 'the newest claim is old',
    history: [aClaim({ state: 'written', writes: [moved('ana')] })],
    record: reading('ana', later),
    echo: true,
  },
  {
    when: 'the claim was refused',
    history: [aClaim({ state: 'refused', writes: [moved('ana', 'refused')] })],
    record: reading('ana'),
    echo: false,
  },
  { when: 'it is somebody else', history: [aClaim({ writes: [moved('ana')] })], record: reading('sam'), echo: false },
  { when: 'nobody ever claimed', history: [], record: reading('ana'), echo: false },
  {
    when: 'a reading from before the release arrives after it',
    history: [back, toAna],
    record: reading('ana'),
    echo: true,
  },
  { when: 'the former holder takes it back later', history: [back, toAna], record: reading('ana', later), echo: false },
  {
    when: 'a hand-over is still being written',
    history: [aClaim({ kind: 'hand_over', writes: [moved('bo', 'pending')] }), toAna],
    record: reading('ana', later),
    echo: true,
  },
  { when: 'somebody in the CRM ended the claim', history: [toAna], record: reading('ana'), echo: false },
])('whether an owner is our own doing ($echo) when $when', ({ history, record, echo }) => {
  expect(isOwnEcho(history, record)).toBe(echo);
});
