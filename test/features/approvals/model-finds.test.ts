// That the random runs can fail: ground that lies breaks a promise, and they say which.
import { expect, it } from 'vitest';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type { Ground } from './model/ground.ts';
import { memoryGround } from './model/memory-ground.ts';
import { playMany } from './model/play-many.ts';

const FAULTS: readonly {
  readonly fault: string;
  readonly says: RegExp;
  readonly lie: (tx: ApprovalTx) => ApprovalTx;
}[] = [
  {
    fault: 'takes people for colleagues who have left',
    says: /decided in step|was shut out/u,
    lie: ({ directory, ...tx }) => ({
      ...tx,
      directory: {
        ...directory,
        people: async (ids) => (await directory.people(ids)).map((person) => ({ ...person, active: true })),
      },
    }),
  },
  {
    fault: 'forgets what is due',
    says: /for ever/u,
    lie: ({ approvals, ...tx }) => ({ ...tx, approvals: { ...approvals, due: async () => [] } }),
  },
  {
    fault: 'keeps a vote that was taken back',
    says: /had too few|without step|done too early|is stuck|the gate heard|nobody/u,
    lie: ({ approvals, ...tx }) => ({
      ...tx,
      approvals: {
        ...approvals,
        recallVotes: async (id, revision, by) => {
          const votes = (await approvals.get(id))?.votes ?? [];
          return revision > 0 && votes.some((vote) => vote.by === by);
        },
      },
    }),
  },
];

it.each(FAULTS)('finds ground that $fault', async ({ says, lie }) => {
  const ground = (): Ground => {
    const sound = memoryGround();
    return { ...sound, stores: lie(sound.stores), transact: (work) => sound.transact((tx) => work(lie(tx))) };
  };
  await expect(playMany({ runs: 1_000, ground, shrink: false })).rejects.toMatchObject({
    cause: { message: expect.stringMatching(says) },
  });
});
