// Two app processes on one database, and a crowd that is asked for one yes each and presses all at once. Every vote counts
// once, there is one outcome, and the card in the channel is edited no more often than Slack takes edits.
import { expect, vi } from 'vitest';
import { aForm, aLandingPage, planned, requestWhen } from '../support/house-campaigns.ts';
import { ask } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { aHouse, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { patiently } from './patience.ts';

const PATIENCE_MS = 120_000;
/** What a machine that is far too busy says to some; people do as they are told. */
const TRY_AGAIN = /try again/iu;
const WAIT = /is told here/u;
const CHANNEL = 'revops';

const POLICY = `approvals:
  - name: everybody
    on: campaign.launch
    steps: [{ all_of: ['group:crowd'] }]
campaigns:
  checklist: [owner_set]
`;

export interface PressFigures {
  /** People whose vote counts. */
  readonly votes: number;
  readonly outcomes: number;
  /** Edits of the channel's card from the first press on. */
  readonly edits: number;
  /** From the first press to the card that shows the end. */
  readonly tookMs: number;
  /** Presses that had to be made again, because the database was too slow. */
  readonly again: number;
  /** Milliseconds from the press to Slack's acknowledgement. */
  readonly ackMs: { readonly median: number; readonly longest: number };
}

export async function pressAtOnce(people: number): Promise<PressFigures> {
  const crowd = Array.from({ length: people }, (_, index) => `approver${index}`);
  const page = await aLandingPage();
  const house = await aHouse({
    app: false,
    people: ['ana'],
    strangers: crowd,
    groups: { crowd },
    playbook: aPlaybookText({ enterprise: ['ana'], smb: ['ana'], more: POLICY }),
  });
  try {
    await Promise.all([house.startProcess(), house.startProcess()]);
    await untilReady(house);
    return await press(house, crowd, page.url);
  } finally {
    await house.close();
    await page.close();
  }
}

async function press(house: House, crowd: readonly string[], contentUrl: string): Promise<PressFigures> {
  const campaign = await planned(house, 'ana', aForm(contentUrl));
  await ask(house, 'ana', `/campaign submit ${campaign}`);
  const key = await patiently(PATIENCE_MS, async () => {
    const [row] = await house.rows<{ id: number }>('SELECT id FROM approval');
    expect(row).toBeDefined();
    return `A-${row?.id}`;
  });
  const card = await requestWhen(house, key);

  const edits = editsOf(house, card.ts);
  const again: string[] = [];
  const began = performance.now();
  const acks = await Promise.all(crowd.map((person) => pressOne(house, person, card.ts, again)));
  await patiently(PATIENCE_MS, async () => {
    const end = await requestWhen(house, key);
    expect(end.buttons).not.toContain('approvals.approve');
    expect(end.words).toContain(`${crowd.length} of ${crowd.length}`);
  });
  const tookMs = performance.now() - began;

  // However late each one arrives, no more than one a second can have been sent.
  expect(edits.length).toBeLessThanOrEqual(tookMs / 1000 + 2);
  const votes = await house.rows(
    `SELECT DISTINCT "by" FROM approval_vote WHERE verdict = 'approve' AND recalled_at IS NULL`,
  );
  expect(await house.rows('SELECT id FROM approval_vote')).toHaveLength(votes.length);
  expect(await house.rows(`SELECT id FROM audit WHERE action = 'approval.voted'`)).toHaveLength(votes.length);
  const outcomes = await house.rows(
    `SELECT id FROM audit WHERE action IN ('approval.approved', 'approval.rejected', 'approval.expired')`,
  );
  await patiently(PATIENCE_MS, async () => {
    expect(await house.rows('SELECT state FROM campaign')).toEqual([{ state: 'live' }]);
  });
  expect(await house.rows(`SELECT id FROM audit WHERE action = 'approval.used'`)).toHaveLength(1);
  expect(house.errors).toEqual([]);
  acks.sort((one, other) => one - other);
  const ackMs = { median: acks[Math.floor(acks.length / 2)] ?? 0, longest: acks.at(-1) ?? 0 };
  return { votes: votes.length, outcomes: outcomes.length, edits: edits.length, tookMs, again: again.length, ackMs };
}

/** Milliseconds from the press to the acknowledgement; presses again when told to. */
async function pressOne(house: House, person: string, ts: string, again: string[]): Promise<number> {
  const someone = house.slack.workspace.as(person);
  const answers = (): readonly string[] =>
    someone
      .inbox()
      .map(({ text }) => text)
      .filter((text) => !WAIT.test(text));
  const before = answers().length;
  const began = performance.now();
  expect(await someone.click(CHANNEL, ts, 'approvals.approve')).toMatchObject({ kind: 'acknowledged' });
  const ackMs = performance.now() - began;
  // A crowd that looks all the time would be what keeps the machine busy.
  await vi.waitFor(() => expect(answers().length).toBeGreaterThan(before), { timeout: PATIENCE_MS, interval: 500 });
  if (!TRY_AGAIN.test(answers().at(-1) ?? '')) return ackMs;
  again.push(person);
  return pressOne(house, person, ts, again);
}

/** When the app edited this message, from now on. */
function editsOf({ slack }: House, ts: string): readonly number[] {
  const edits: number[] = [];
  slack.workspace.onChange((change) => {
    if (change.kind === 'message_updated' && change.message.ts === ts) edits.push(performance.now());
  });
  return edits;
}
