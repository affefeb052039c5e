// Two pools on one database, as two processes have them, and a crowd whose votes all count.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideOutcome } from '#features/approvals/decide-approval.ts';
import { isTransient } from '#kernel/errors.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPerson, correlationId } from '../../support/builders.ts';
import { useApprovalHouse } from '../../support/approval-house.ts';
import { silentLog } from '../../support/silent-log.ts';

/** As many connections as an app has. */
const POOL_SIZE = 12;
const CROWD = Array.from({ length: 200 }, (_, index) => aPerson(`Approver${index}`));

const house = useApprovalHouse(
  `roles: { admin: [opa@acme.test] }\napprovals: [{ name: everybody, on: campaign.launch, steps: [{ all_of: ['group:crowd'] }] }]\n`,
  POOL_SIZE,
);
let other: Database;

beforeAll(async () => {
  other = connectDatabase({ url: house.db.url, log: silentLog, clock: house.clock, poolSize: POOL_SIZE });
  for (const person of CROWD) await house.stores.directory.putPerson(person, house.clock.now());
  await house.setGroup('crowd', CROWD);
});
afterAll(() => other.close());

it('counts each of two hundred votes once, and has one outcome', async () => {
  const asked = await house.ask();
  expect(asked).toMatchObject({ steps: [{ needed: 200 }] });
  const outcomes = await Promise.all(CROWD.map((by, index) => press(by, index % 2 === 0)));
  expect(outcomes.every(({ kind }) => kind === 'decided')).toBe(true);
  const { state, votes } = await house.get(asked.id);
  expect({ state, voters: new Set(votes.map(({ by }) => by)).size, votes: votes.length }).toEqual({
    state: 'approved',
    voters: 200,
    votes: 200,
  });
  expect(house.told).toEqual([`approved A-${asked.id}`]);
  expect(await house.db.rows(`SELECT id FROM audit WHERE action = 'approval.approved'`)).toHaveLength(1);

  /** Who hears that it was not recorded presses again. */
  async function press(by: SlackPerson, here: boolean): Promise<DecideOutcome> {
    const { transact, stores } = here ? house.desk : other;
    const vote = { approval: asked.id, by, verdict: 'approve', comment: null, revision: 1, channel: null } as const;
    try {
      return await decideApproval({ ...house.desk, transact, stores }, { ...vote, correlationId });
    } catch (error) {
      if (!isTransient(error)) throw error;
      return press(by, here);
    }
  }
});
