// That the simulation can fail: what keeps a promise is taken away from the app, and the invariants see what comes of it.
import { expect, vi } from 'vitest';
import { comeToRest } from '../simulation/come-to-rest.ts';
import { createDice } from '../simulation/dice.ts';
import { lookAround } from '../simulation/end-state.ts';
import { brokenIn } from '../simulation/invariants.ts';
import { openWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';

export interface Mutant {
  readonly when: string;
  /** Takes away what keeps the promise. */
  readonly mutate: (world: World) => Promise<void>;
  /** What happens then, once a lead has come. */
  readonly happen: (world: World) => Promise<void>;
  readonly broken: readonly string[];
}

export const MUTANTS: readonly [Mutant, ...Mutant[]] = [
  {
    when: 'the look-up before a repeat finds nothing',
    async mutate(world) {
      const [app] = world.replicas();
      app?.lines.slack.deceive('/api/conversations.history', { ok: true, messages: [] });
      world.slack.faults.next({ method: 'chat.postMessage', kind: 'drop_after_commit' });
    },
    async happen(world) {
      await eventually(() => expect(cardsOf(world).length).toBeGreaterThan(1));
    },
    broken: ['every lead is announced exactly once', 'nothing is said twice'],
  },
  {
    when: 'a claim does not mark the lead as taken',
    async mutate(world) {
      await world.rows(`CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.state := OLD.state; NEW.claimed_by := OLD.claimed_by; RETURN NEW; END $$`);
      await world.rows(`CREATE TRIGGER forget BEFORE UPDATE ON lead FOR EACH ROW
        WHEN (NEW.state = 'claimed') EXECUTE FUNCTION forget()`);
    },
    async happen(world) {
      for (const person of ['ana', 'bo']) {
        const before = won(world);
        await eventually(async () => {
          const [card] = cardsOf(world);
          if (card === undefined) throw new Error('there is no card yet');
          await world.slack.workspace.as(person).click(card.channel, card.ts, 'leads.claim');
          expect(won(world)).toBeGreaterThan(before);
        });
      }
    },
    broken: ['at most one winner a claim'],
  },
];

/** Names of the invariants that were seen to be broken. */
export async function seenBroken({ mutate, happen }: Mutant): Promise<readonly string[]> {
  const world = await openWorld({ slack: 'http', host: 'inside', dice: createDice(1) });
  try {
    await world.start();
    await eventually(async () => expect(await world.readiness()).toBe(200));
    await mutate(world);
    // Its company is small and its score low, so one rule alone speaks of it.
    world.people.create('hubspot', 10, 100);
    await happen(world);
    await comeToRest(world);
    return brokenIn(await lookAround(world)).map((line) => line.split(': ')[0] ?? '');
  } finally {
    await world.close();
  }
}

function eventually(look: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(look, { timeout: 60_000, interval: 50 });
}

function cardsOf({ slack: { workspace } }: World) {
  return workspace.messages('inbound-leads').filter(({ thread_ts }) => thread_ts === undefined);
}

/** How often somebody was told that the lead is theirs. */
function won({ slack: { workspace } }: World): number {
  return workspace.notes().filter(({ text }) => text.includes('is yours.')).length;
}
