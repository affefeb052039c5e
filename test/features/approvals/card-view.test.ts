import { describe, expect, it } from 'vitest';
import type { Approval, ApprovalState } from '#features/approvals/approval.ts';
import { comparedLines } from '#features/approvals/card-data.ts';
import { renderApprovalCard, renderOvertaken, summary } from '#features/approvals/card-view.ts';
import { aPerson } from '../../support/builders.ts';
import {
  aCardLine,
  aCardOf,
  anApproval,
  aPolicy,
  aProgress,
  aSeat,
  aStep,
  aVote,
  carl,
  FINANCE,
  mia,
  nora,
  vera,
} from '../../support/approval-builder.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, buttonValueIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const ALL = [
  'approvals.approve',
  'approvals.reject',
  'approvals.request_changes',
  'approvals.ask',
  'approvals.details',
];

function shown(approval: Approval, reader: typeof mia | null = null): string {
  const card = renderApprovalCard(aCardOf(approval), reader === null ? null : reader.id);
  expectAccepted(card);
  return textIn(card.blocks);
}

function buttonsOn(approval: Approval, reader: typeof mia | null = null): readonly string[] {
  return actionsIn(renderApprovalCard(aCardOf(approval), reader === null ? null : reader.id).blocks);
}

/** Marketing is done by Nora; Vera and Carl are asked. */
const halfway = anApproval({
  steps: [aProgress('done'), aProgress('open', 2)],
  votes: [aVote(nora, { comment: 'good plan' })],
  seats: [aSeat(vera, { step: 1 }), aSeat(carl, { step: 1 })],
});
const ended = (state: ApprovalState, over: Partial<Approval> = {}): Approval =>
  anApproval({ ...halfway, state, seats: [], endedAt: noon, ...over, id: 12 });

describe('the card of a request', () => {
  it('says what is asked, by whom, how far it is, and who is needed by when', () => {
    const text = shown(anApproval());
    expect(text).toContain(':hourglass_flowing_sand: *Waiting for approval*  ·  A-12  ·  campaign-budget');
    expect(text).toContain('*Launch of 2026-03-webinar-spring*\nAsked by <@U0ZOE>, <!date^1772452800^');
    expect(text).toContain('*Budget*  €25,000.00');
    expect(text).toContain('◐ *Marketing* 0 of 1   →   ○ *Finance* 0 of 2');
    expect(text).toContain('*Marketing* needs one of Mia and Nora');
    expect(text).toMatch(/Expires <!date\^\d+\^.*> if nobody decides/u);
  });

  it('says who decided what, for whom, and what they said', () => {
    const votes = [aVote(nora, { comment: 'good plan' }), aVote(vera, { step: 1, onBehalfOf: carl.id })];
    const text = shown(anApproval({ ...halfway, votes, seats: [aSeat(vera, { step: 1 })], id: 12 }));
    expect(text).toContain('● *Marketing* 1 of 1   →   ◐ *Finance* 1 of 2');
    expect(text).toMatch(/<@U0NORA> approved, <!date.*>: “good plan”/u);
    expect(text).toContain('<@U0VERA> approved for <@U0CARL>, ');
    expect(text).toContain('*Finance* needs Vera');
  });

  it('draws steps that run side by side without an order', () => {
    const steps = [aStep(), aStep({ name: 'Legal' }), FINANCE];
    const progress = [aProgress('open'), aProgress('open'), aProgress('waiting')];
    const text = shown(anApproval({ policy: aPolicy({ steps }), steps: progress }));
    expect(text).toContain('◐ *Marketing* 0 of 1  ·  ◐ *Legal* 0 of 1   →   ○ *Finance* 0 of 2');
  });

  it('shows what changed since the revision before, struck and new, and asks again', () => {
    const approval = anApproval({ revision: 2, because: 'the budget was changed in Salesforce' });
    const lines = comparedLines(
      [aCardLine('Budget', '€20,000.00'), aCardLine('Days', '2 to 27 March 2026'), aCardLine('Goal', 'leads')],
      [
        aCardLine('Budget', '€25,000.00'),
        aCardLine('Days', '2 to 27 March 2026'),
        aCardLine('Link', 'https://acme.test'),
      ],
    );
    const card = renderApprovalCard(aCardOf(approval, { lines }), null);
    expectAccepted(card);
    const text = textIn(card.blocks);
    expect(text).toContain(
      '*Changed since revision 1* (the budget was changed in Salesforce), so everybody is asked again',
    );
    expect(text).toContain('Budget: ~€20,000.00~ → *€25,000.00*');
    expect(text).toContain('Link: nothing → *https://acme.test*');
    expect(text).toContain('Goal: ~leads~ → nothing');
    expect(text).toContain('*Days*  2 to 27 March 2026');
    expect(text).not.toContain('*Budget*  ');
  });

  it('can be pressed by everybody who sees it, and carries the revision that they see', () => {
    const card = renderApprovalCard(aCardOf(anApproval({ revision: 3 })), null);
    expect(actionsIn(card.blocks)).toEqual([...ALL, 'approvals.more']);
    expect(buttonValueIn(card.blocks, 'approvals.approve')).toBe('12:3');
  });

  it('of a rule cannot be sent back, for nobody could change it', () => {
    const approval = anApproval({ requestedBy: null, rule: 'big-deals' });
    expect(buttonsOn(approval)).not.toContain('approvals.request_changes');
    expect(shown(approval)).toContain('Asked by the rule big-deals');
  });

  it('asks twice only where this yes is the last one and much follows from it', () => {
    const asksTwice = (approval: Approval): boolean =>
      JSON.stringify(renderApprovalCard(aCardOf(approval), null).blocks).includes('"confirm"');
    const last = anApproval({ ...halfway, votes: [aVote(nora), aVote(vera, { step: 1 })], id: 12 });
    expect(asksTwice(anApproval())).toBe(false);
    expect(asksTwice(halfway)).toBe(false);
    expect(asksTwice(last)).toBe(true);
    expect(asksTwice({ ...last, policy: aPolicy({ bulk: true }) })).toBe(false);
  });

  it.each([
    { state: 'approved', says: '*Approved*, and about to be carried out' },
    { state: 'used', says: '*Approved and carried out*' },
    { state: 'rejected', says: '*Rejected*' },
    { state: 'withdrawn', says: '*Withdrawn*' },
    { state: 'expired', says: '*Expired* without a decision' },
    { state: 'changes_requested', says: '*Sent back for changes*: <@U0ZOE> edits it and asks again' },
  ] as const)('says plainly that it is $state, and nobody can decide it any more', ({ state, says }) => {
    expect(shown(ended(state))).toContain(says);
    expect(buttonsOn(ended(state))).not.toContain('approvals.approve');
  });

  it.each(['used', 'rejected', 'withdrawn', 'expired'] as const)('has no button left when it is %s', (state) => {
    expect(buttonsOn(ended(state))).toEqual([]);
  });

  it('says why it was rejected once, with the decision', () => {
    const because = 'too expensive';
    const votes = [aVote(carl, { step: 1, verdict: 'reject', comment: because })];
    const text = shown(ended('rejected', { because, votes }));
    expect(text.split(because)).toHaveLength(2);
    expect(text).toContain(':no_entry: <@U0CARL> rejected');
  });
});

describe('the card in direct messages', () => {
  it('begins with what it wants of its reader', () => {
    expect(shown(anApproval(), nora)).toContain(':bell: *Your decision is needed*');
    expect(buttonsOn(anApproval(), nora)).toEqual(ALL);
    expect(summary(aCardOf(anApproval()), nora.id)).toBe(
      'Your decision is needed: Launch of 2026-03-webinar-spring (A-12), Budget €25,000.00, asked by Zoe',
    );
  });

  it('says for whom, and why somebody else is asked', () => {
    const delegated = anApproval({ seats: [aSeat(vera, { seat: carl.id, kind: 'delegate' })] });
    expect(shown(delegated, vera)).toContain('*Your decision is needed* for Carl');
    const late = anApproval({ seats: [aSeat(vera, { kind: 'escalation' })] });
    expect(shown(late, vera)).toContain('*Your decision is needed*, as it took others too long');
  });

  it('of who has decided, or is not asked any more, says so without a button', () => {
    expect(shown(halfway, nora)).toContain('*You have decided*; it waits for others');
    expect(buttonsOn(halfway, nora)).toEqual([]);
    expect(shown(halfway, mia)).toContain('*Nothing is needed from you* at the moment');
    expect(buttonsOn(halfway, mia)).toEqual([]);
  });

  it('that was overtaken points to the newer one', () => {
    const message = renderOvertaken(anApproval());
    expectAccepted(message);
    expect(message.text).toBe('A-12 was changed. A newer card below asks again: Launch of 2026-03-webinar-spring');
  });
});

describe('whatever people wrote', () => {
  it('pings nobody, and fits', () => {
    const votes = Array.from({ length: 200 }, (_, index) => aVote(aPerson(`P${index}`), { comment: ENDLESS }));
    const seats = Array.from({ length: 200 }, (_, index) => aSeat(aPerson(`Q${index}`)));
    const lines = Array.from({ length: 60 }, (_, index) =>
      aCardLine(`${HOSTILE} ${index}`, ENDLESS, index % 2 === 0 ? ENDLESS : null),
    );
    const links = Array.from({ length: 30 }, () => ({ label: HOSTILE, url: 'https://acme.test/?a=<b>' }));
    const approval = anApproval({
      title: `${HOSTILE} ${ENDLESS}`,
      because: ENDLESS,
      revision: 2,
      votes,
      seats,
      policy: aPolicy({ name: ENDLESS.slice(0, 200), steps: [aStep({ name: HOSTILE }), FINANCE] }),
    });
    for (const reader of [null, aPerson('Q1').id]) {
      const card = renderApprovalCard(
        aCardOf(approval, { lines, links, names: new Map([[aPerson('Q1').id, HOSTILE]]) }),
        reader,
      );
      expectAccepted(card);
      expect(textIn(card.blocks)).not.toContain('<!channel>');
    }
  });

  it('names a few of many, and counts the rest', () => {
    const seats = Array.from({ length: 200 }, (_, index) => aSeat(aPerson(`Q${index}`)));
    expect(shown(anApproval({ seats }))).toMatch(/needs one of (a colleague, ){7}a colleague and 192 more/u);
  });
});

describe('what the title says already', () => {
  it('is left out, and never a short value that stands in it by chance', () => {
    const approval = anApproval({ title: 'Launch C-1 2026-03-webinar-12' });
    const lines = [aCardLine('Name', '2026-03-webinar-12'), aCardLine('Audience size', '12')];
    const text = textIn(renderApprovalCard(aCardOf(approval, { lines }), null).blocks);
    expect(text).not.toContain('*Name*');
    expect(text).toContain('*Audience size*  12');
  });
});
