import { expect, it } from 'vitest';
import { createTriggers } from '#sandbox/slack/world/triggers.ts';

it('is good once', () => {
  const triggers = createTriggers();
  const id = triggers.issue('U1', 'V1');
  expect(triggers.redeem(id)).toEqual({ kind: 'redeemed', userId: 'U1', viewId: 'V1' });
  expect(triggers.redeem(id)).toEqual({ kind: 'refused', error: 'exchanged_trigger_id' });
});

it('expires', () => {
  const triggers = createTriggers(-1);
  expect(triggers.redeem(triggers.issue('U1'))).toEqual({ kind: 'refused', error: 'expired_trigger_id' });
});

it('cannot be made up', () => {
  expect(createTriggers().redeem('1.2.x')).toEqual({ kind: 'refused', error: 'invalid_trigger_id' });
});
