// Two pools on one database, as two processes have them, and a crowd whose votes all count.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideOutcome } from '#features/approvals/decide-approval.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPerson, correlationId } from '../../support/builders.ts';
import { useApprovalHouse } from '../../support/approval-house.ts';
import { silentLog } from '../../support/silent-log.ts';

/** As many connections as an app has. */
const POOL_SIZE = 12;
const PATIENCE = { timeout: 50_000, interval: 100 };
const CROWD = Array.from({ length: 80 }, (_, index) => aPerson(`Approver${index}`));

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

it('counts each vote of a crowd once, and has one outcome', async () => {
  const asked = await house.ask();
  expect(asked).toMatchObject({ steps: [{ needed: CROWD.length }] });
  const outcomes = await Promise.all(CROWD.map((by, index) => press(by, index % 2 === 0)));
  // Whose answer was lost presses again, and hears that the first one counted.
  const heard = outcomes.map((one) => (one.kind === 'refused' ? one.because : one.kind));
  expect(heard.filter((words) => !['decided', 'already_decided', 'over'].includes(words))).toEqual([]);
  const { state, votes } = await house.get(asked.id);
  expect({ state, voters: new Set(votes.map(({ by }) => by)).size, votes: votes.length }).toEqual({
    state: 'approved',
    voters: CROWD.length,
    votes: CROWD.length,
  });
  expect(house.told).toEqual([`approved A-${asked.id}`]);
  expect(await house.db.rows(`SELECT id FROM audit WHERE action = 'approval.approved'`)).toHaveLength(1);

  /** Who hears that it was not recorded presses again. */
  async function press(by: SlackPerson, here: boolean): Promise<DecideOutcome> {
    const { transact, stores } = here ? house.desk : other;
    const vote = { approval: asked.id, by, verdict: 'approve', comment: null, revision: 1, channel: null } as const;
    return vi.waitFor(() => decideApproval({ ...house.desk, transact, stores }, { ...vote, correlationId }), PATIENCE);
  }
});
