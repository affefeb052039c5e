// What else can be done to a request, by whom; and what is refused, with a reason that can be told.
import { describe, expect, it } from 'vitest';
import { approvalSubject } from '#features/approvals/approval.ts';
import { askQuestion } from '#features/approvals/ask-question.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import { recallVote } from '#features/approvals/recall-vote.ts';
import { requestApproval } from '#features/approvals/request-approval.ts';
import { approvalStory } from '#features/approvals/story.ts';
import { cancelApproval, withdrawApproval } from '#features/approvals/withdraw-approval.ts';
import { ApprovalId } from '#kernel/ids.ts';
import type { Approval } from '#features/approvals/approval.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { correlationId } from '../../support/builders.ts';
import {
  budgetOf,
  carl,
  fay,
  mia,
  nora,
  opa,
  TWO_STEPS,
  useApprovalHouse,
  vera,
  zoe,
} from '../../support/approval-house.ts';

const house = useApprovalHouse();
const here = { channel: null, correlationId };

const BEFORE_AN_ACTION = `roles: { admin: [opa@acme.test] }
rules: [{ name: r, on: lead.created, do: [{ alert: { channel: '#x', gate: deals } }] }]
approvals: [{ name: deals, on: action, steps: [{ any_of: [vera@acme.test] }] }]
`;

async function approved(): Promise<Approval> {
  const asked = await house.ask();
  for (const person of [nora, vera, fay]) await house.press(asked, person);
  return house.get(asked.id);
}

function recall({ id }: Approval, by: SlackPerson): ReturnType<typeof recallVote> {
  return recallVote(house.desk, { approval: id, by, ...here });
}

describe('a press is refused', () => {
  it('of somebody without rights, who learns who may', async () => {
    const asked = await house.ask();
    expect(await house.press(asked, carl)).toMatchObject({
      kind: 'refused',
      because: 'not_an_approver',
      who: expect.arrayContaining([mia.id, nora.id]),
    });
  });

  it('of whoever asks, and of whoever edited what is asked for', async () => {
    const asked = await house.ask({ requestedBy: nora.id });
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia']);
    expect(await house.press(asked, nora)).toMatchObject({ because: 'own_request' });
    const edited = await house.edit(asked, 30_000, mia);
    expect(await house.press(edited ?? asked, mia)).toMatchObject({ because: 'own_request' });
    expect(await house.press(edited ?? asked, nora)).toMatchObject({ because: 'own_request' });
  });

  it('of whoever left the group a moment ago', async () => {
    const asked = await house.ask();
    await house.setGroup('marketing-managers', [mia]);
    expect(await house.press(asked, nora)).toMatchObject({ because: 'not_an_approver' });
    await house.setGroup('marketing-managers', [mia, nora]);
  });

  it('that rejects or sends back without a word', async () => {
    const asked = await house.ask();
    expect(await house.press(asked, nora, 'reject', '  ')).toMatchObject({ because: 'comment_needed' });
    expect(await house.press(asked, nora, 'request_changes')).toMatchObject({ because: 'comment_needed' });
  });

  it('on a request that nobody knows', async () => {
    const approval = ApprovalId.parse(999_999);
    const press = { approval, by: nora, verdict: 'approve', comment: null, revision: 1, ...here } as const;
    expect(await decideApproval(house.desk, press)).toMatchObject({ because: 'unknown', approval: null });
    expect(await recallVote(house.desk, { approval, by: nora, ...here })).toMatchObject({ because: 'unknown' });
    const withdrawal = { approval, by: nora, because: null, ...here };
    expect(await withdrawApproval(house.desk, withdrawal)).toMatchObject({ because: 'unknown' });
    expect(await askQuestion(house.desk, { approval, by: nora, text: 'Why?', ...here })).toMatchObject({
      because: 'unknown',
    });
  });

  it('that wants changes of a rule, which could not make them', async () => {
    const asked = await house.ask({ requestedBy: null, rule: 'big-deals' });
    expect(await house.press(asked, nora, 'request_changes', 'less')).toMatchObject({ because: 'nobody_to_change' });
    expect(await house.press(asked, nora, 'reject', 'less')).toMatchObject({ approval: { state: 'rejected' } });
  });
});

describe('a request', () => {
  it('that no policy stands before asks nobody', async () => {
    const input = { gate: 'campaign.launch', subject: 'campaign:small', title: 'Small', ...budgetOf(500) } as const;
    const cause = { at: house.clock.now(), correlationId };
    const asking = { ...input, effect: {}, requestedBy: zoe.id, rule: null, cause };
    expect(await house.desk.transact((tx) => requestApproval(tx, house.desk, asking))).toEqual({ kind: 'not_needed' });
    const unknown = { ...asking, ...budgetOf(50_000), policy: 'nowhere' };
    expect(await house.desk.transact((tx) => requestApproval(tx, house.desk, unknown))).toEqual({ kind: 'not_needed' });
  });

  it('is rejected by one of those who are asked, with their words', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    await house.press(asked, vera, 'reject', 'Too dear');
    expect(await house.get(asked.id)).toMatchObject({ state: 'rejected', because: 'Too dear', seats: [], dueAt: null });
    expect(house.told.at(-1)).toBe(`rejected A-${asked.id}`);
    expect(await house.stores.approvals.revisions(asked.id)).toMatchObject([{ outcome: 'rejected' }]);
  });

  it('that is sent back is asked for again as its next revision, and everybody decides anew', async () => {
    const asked = await house.ask({ subject: 'campaign:back' });
    await house.press(asked, nora);
    await house.press(asked, vera, 'request_changes', 'Half of it');
    expect(await house.get(asked.id)).toMatchObject({ state: 'changes_requested', because: 'Half of it' });
    const again = await house.ask({ subject: 'campaign:back', ...budgetOf(12_500) });
    expect(again).toMatchObject({
      id: asked.id,
      revision: 2,
      state: 'pending',
      votes: [],
      content: { budget: 12_500 },
    });
    expect(await house.asked(asked.id)).toEqual(['Mia', 'Nora']);
    expect(await house.stores.approvals.revisions(asked.id)).toMatchObject([
      { revision: 1, outcome: 'changes_requested' },
      { revision: 2, outcome: null },
    ]);
  });

  it('that runs already is not asked for twice', async () => {
    const asked = await house.ask({ subject: 'campaign:twice' });
    expect(await house.ask({ subject: 'campaign:twice' })).toMatchObject({ id: asked.id, revision: 1 });
    const rule = { gate: 'action', requestedBy: null, rule: 'r', subject: 'lead:1' } as const;
    house.govern(BEFORE_AN_ACTION);
    const [one, other] = [await house.ask(rule), await house.ask(rule)];
    expect(one.id).not.toBe(other.id);
    house.govern(TWO_STEPS);
  });

  it('is withdrawn by whoever asked or by an admin, and by nobody else', async () => {
    const asked = await approved();
    const withdrawal = { approval: asked.id, because: 'Postponed', ...here };
    expect(await withdrawApproval(house.desk, { ...withdrawal, by: nora })).toMatchObject({ because: 'not_yours' });
    expect(await withdrawApproval(house.desk, { ...withdrawal, by: opa })).toMatchObject({ kind: 'withdrawn' });
    expect(house.told.at(-1)).toBe(`withdrawn A-${asked.id}`);
    expect(await house.spend(asked, asked.content)).toBe('not_approved');
    expect(await withdrawApproval(house.desk, { ...withdrawal, by: zoe })).toMatchObject({ because: 'over' });
  });

  it('is withdrawn without asking the gate when what it is about is gone', async () => {
    const asked = await house.ask();
    const before = house.told.length;
    const cause = { at: house.clock.now(), correlationId };
    const by = { kind: 'system', part: 'campaigns' } as const;
    const cancel = { approval: asked.id, because: 'the campaign was killed', by, cause };
    expect(await house.desk.transact((tx) => cancelApproval(tx, house.desk, cancel))).toMatchObject({
      state: 'withdrawn',
    });
    expect(await house.desk.transact((tx) => cancelApproval(tx, house.desk, cancel))).toBeNull();
    expect(house.told).toHaveLength(before);
  });

  it('whose content falls below every policy is withdrawn by the edit', async () => {
    const asked = await house.ask();
    expect(await house.edit(asked, 5_000)).toMatchObject({ state: 'withdrawn' });
    expect(house.told.at(-1)).toBe(`withdrawn A-${asked.id}`);
  });
});

describe('a yes that is taken back', () => {
  it('opens its step again, and those who said yes after it are not asked twice', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    await house.press(asked, vera);
    expect(await recall(asked, nora)).toMatchObject({ kind: 'recalled' });
    expect(await house.asked(asked.id)).toEqual(['Mia', 'Nora']);
    await house.press(asked, mia);
    expect(await house.asked(asked.id)).toEqual(['Fay']);
    await house.press(asked, fay);
    expect(await house.get(asked.id)).toMatchObject({ state: 'approved' });
  });

  it('after the last one makes the request pending again, until it is used', async () => {
    const asked = await approved();
    expect(await recall(asked, vera)).toMatchObject({ approval: { state: 'pending' } });
    expect(house.told.at(-1)).toBe(`reopened A-${asked.id}`);
    expect(await house.spend(asked, asked.content)).toBe('not_approved');
    await house.press(asked, vera);
    expect(await house.spend(asked, asked.content)).toBe('spent');
    expect(await recall(asked, vera)).toMatchObject({ because: 'over' });
    expect(await recall(await house.ask(), vera)).toMatchObject({ because: 'no_vote' });
  });
});

describe('the story', () => {
  it('says in plain words who decided what', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    await house.edit(asked, 30_000);
    const again = await house.get(asked.id);
    await house.press(again, nora);
    await house.press(again, vera, 'approve', 'Fine');
    await recall(again, vera);
    await house.press(again, fay, 'reject', 'Not this quarter');
    const story = await approvalStory(house.stores, asked.id);
    expect(story.map(({ text }) => text)).toEqual([
      'Zoe asked for "Launch of Spring" by the policy "campaign-budget"',
      'Step 1 opened: it takes 1 of Mia, Nora',
      'Nora approved revision 1 in step 1',
      'Step 2 opened: it takes 2 of Vera, Fay',
      'Zoe changed it (budget 25000 -> 30000), so everybody was asked again: the budget was changed',
      'Step 1 opened: it takes 1 of Mia, Nora',
      'Nora approved revision 2 in step 1',
      'Step 2 opened: it takes 2 of Vera, Fay',
      'Vera approved revision 2 in step 2: Fine',
      'Vera took the own yes back',
      'Fay rejected revision 2 in step 2: Not this quarter',
    ]);
    expect(await approvalStory(house.stores, ApprovalId.parse(999_999))).toEqual([]);
  });

  it('has the questions that were asked', async () => {
    const asked = await house.ask();
    const question = { approval: asked.id, by: nora, ...here };
    expect(await askQuestion(house.desk, { ...question, text: '  ' })).toMatchObject({ because: 'empty' });
    await askQuestion(house.desk, { ...question, text: 'Why so much?' });
    expect((await approvalStory(house.stores, asked.id)).at(-1)?.text).toBe('Nora asked: Why so much?');
    const lines = await house.db.rows<{ payload: object }>(
      `SELECT payload FROM outbox WHERE kind = 'approval.line' AND payload->>'approval' = $1`,
      [String(asked.id)],
    );
    expect(lines).toEqual([{ payload: { approval: asked.id, text: 'Nora asks: Why so much?', mention: zoe.id } }]);
  });
});

it('tells only those to whom a change matters, and everybody at the end', async () => {
  const asked = await house.ask();
  const places = async (): Promise<readonly string[]> => {
    const rows = await house.db.rows<{ place: string }>(
      `SELECT DISTINCT payload->>'place' AS place FROM outbox
       WHERE kind = 'approval.card' AND payload->>'approval' = $1 AND state = 'pending' ORDER BY place`,
      [String(asked.id)],
    );
    await house.db.rows(`UPDATE outbox SET state = 'done' WHERE state = 'pending'`);
    return rows.map(({ place }) => place);
  };
  expect(await places()).toEqual([mia.id, nora.id, 'channel']);
  await house.press(asked, nora);
  expect(await places()).toEqual([fay.id, mia.id, nora.id, vera.id, 'channel']);
  await house.press(asked, vera);
  expect(await places()).toEqual([vera.id, 'channel']);
  await house.press(asked, fay);
  expect(await places()).toEqual([fay.id, mia.id, nora.id, vera.id, 'channel']);
  expect(await house.stores.audit.list({ subject: approvalSubject(asked.id), limit: 50 })).not.toEqual([]);
});
