// trigger_ids: handed out with an interaction, good once and for three seconds of real time.
import { randomBytes } from 'node:crypto';
import { LIMITS } from '#blockkit/limits.ts';

export interface Triggers {
  /** `viewId` is the modal the interaction happened in, which is what views.push needs. */
  readonly issue: (userId: string, viewId?: string) => string;
  readonly redeem: (triggerId: string) => Redeemed;
}

type Redeemed =
  | { readonly kind: 'redeemed'; readonly userId: string; readonly viewId: string | undefined }
  | { readonly kind: 'refused'; readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

export function createTriggers(lifetimeMs: number = LIMITS.interaction.triggerMs): Triggers {
  const issued = new Map<string, { userId: string; viewId: string | undefined; expiresAt: number; used: boolean }>();
  return {
    issue: (userId, viewId) => {
      const id = `${issued.size + 1}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { userId, viewId, expiresAt: Date.now() + lifetimeMs, used: false });
      return id;
    },
    redeem: (triggerId) => {
      const trigger = issued.get(triggerId);
      if (!trigger) return { kind: 'refused', error: 'invalid_trigger_id' };
      if (trigger.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
      if (Date.now() > trigger.expiresAt) return { kind: 'refused', error: 'expired_trigger_id' };
      trigger.used = true;
      return { kind: 'redeemed', userId: trigger.userId, viewId: trigger.viewId };
    },
  };
}
