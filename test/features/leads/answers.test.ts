import { describe, expect, it } from 'vitest';
import { answerText, personNamed } from '#features/leads/answers.ts';
import type { LeadVerbOutcome } from '#features/leads/answers.ts';
import { claimTroubleLine, claimTroubleNote, lateLeadsText } from '#features/leads/thread-lines.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aPerson } from '../../support/builders.ts';
import { aLead, noon } from '../../support/lead-builder.ts';

const ana = aPerson('Ana').id;
const lead = aLead();
const soon = after(noon, 8 * MINUTE_MS);

it.each<[LeadVerbOutcome, RegExp]>([
  [{ kind: 'claimed', lead }, /^Mia Sand is yours\./],
  [{ kind: 'released', lead }, /^You released Mia Sand\./],
  [{ kind: 'handed_over', lead }, /^You handed over Mia Sand\./],
  [{ kind: 'disqualified', lead }, /^Mia Sand is marked as not a fit\./],
  [{ kind: 'logged', lead }, /^Logged on Mia Sand\./],
  [{ kind: 'taken', by: ana, lead }, /^Ana has Mia Sand already\./],
  [{ kind: 'taken', by: null, lead }, /^Somebody in the CRM has Mia Sand already\./],
  [{ kind: 'already_yours', lead }, /yours already/],
  [{ kind: 'closed', lead: aLead({ state: 'gone' }) }, /cannot be claimed: gone/],
  [{ kind: 'offered_to', rep: ana, until: null }, /^This lead is for Ana alone\./],
  [{ kind: 'offered_to', rep: ana, until: soon }, /^Ana has first choice for another 8 min\./],
  [{ kind: 'not_on_team', team: 'smb' }, /team smb, and you are not on it/],
  [{ kind: 'no_crm_user', crm: 'hubspot', inactive: false }, /\/signalbox link hubspot EMAIL/],
  [{ kind: 'no_crm_user', crm: 'salesforce', inactive: true }, /The user in Salesforce is switched off/],
  [{ kind: 'not_yours', holder: ana, lead }, /^Mia Sand is Ana's; only they or an admin/],
  [{ kind: 'not_yours', holder: null, lead }, /held by somebody in the CRM/],
  [{ kind: 'not_claimed', lead }, /^Nobody holds Mia Sand/],
  [{ kind: 'same_person' }, /already/],
  [{ kind: 'inactive_person' }, /deactivated/],
  [{ kind: 'unknown_reason' }, /open "Not a fit" again/],
  [{ kind: 'unknown_lead' }, /not known any more/],
])('the answer to %j says it', (outcome, says) => {
  const text = answerText(outcome, () => 'Ana', noon);
  expect(text).toMatch(says);
  expect(personNamed(outcome)).toBe(text.includes('Ana') ? ana : null);
});

describe('what people hear about a change of hands that a CRM did not take', () => {
  it.each([
    {
      kind: 'claim',
      state: 'refused',
      line: 'The claim was undone: no',
      note: 'Your claim on Mia Sand was undone: no',
    },
    { kind: 'claim', state: 'conflict', line: 'no', note: 'Your claim on Mia Sand did not go through: no' },
    { kind: 'claim', state: 'partial', line: 'no', note: 'You hold Mia Sand, but no' },
    {
      kind: 'hand_over',
      state: 'refused',
      line: 'The hand-over was undone: no',
      note: 'The hand-over of Mia Sand was undone: no',
    },
    { kind: 'release', state: 'refused', line: 'no', note: 'You released Mia Sand, but no' },
    { kind: 'offer', state: 'refused', line: 'no', note: 'Mia Sand was offered to you, but no' },
  ] as const)('fits a $state $kind', ({ kind, state, line, note }) => {
    expect(claimTroubleLine(kind, state, 'no')).toBe(line);
    expect(claimTroubleNote(kind, state, lead, 'no')).toBe(note);
  });
});

it('names late leads and counts the others', () => {
  expect(lateLeadsText([lead], 1)).toMatch(/^1 older lead was found and not announced: Mia Sand\./);
  expect(lateLeadsText([lead], 3)).toMatch(/^3 older leads were found and not announced: Mia Sand and 2 more\./);
});
