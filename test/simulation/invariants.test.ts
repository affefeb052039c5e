// The simulation's own judges: a sound end passes, and each kind of harm is seen by the one that watches for it.
import { expect, it } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import type { EndState } from './end-state.ts';
import { brokenIn } from './invariants.ts';

const LEAD = '9bcfeb5d-424a-4c42-b90a-3b21b38f47b7';
const [ANA, BO] = ['U01', 'U02'];
const none = { before: null, after: null };

/** One lead, made by HubSpot, announced, claimed by ana, with its opportunity. */
function anEnd(changes: Partial<EndState> = {}): EndState {
  const subject = `lead:${LEAD}`;
  return {
    prospects: [{ name: 'Prospect N1x', records: [{ crm: 'hubspot', id: '1', owner: ANA }] }],
    leads: [{ id: LEAD, state: 'claimed', standing: 'announced', claimedBy: ANA, notice: null, mergedInto: null }],
    records: [
      { crm: 'hubspot', id: '1', lead: LEAD, object: 'lead' },
      { crm: 'salesforce', id: '006', lead: LEAD, object: 'opportunity' },
    ],
    messages: [{ at: 'C1 1.0', key: `card:${LEAD}`, text: 'Lead: Prospect N1x', leads: [LEAD] }],
    notes: [{ user: ANA, text: 'Prospect N1x is yours. The CRM is being updated.' }],
    opportunities: [{ crm: 'salesforce', id: '006', name: 'Company C1x - inbound' }],
    audit: [
      { action: 'lead.seen', subject, actor: 'crm:hubspot', ...none },
      { action: 'rule.fired', subject, actor: 'rule:everybody', ...none },
      { action: 'slack.card_posted', subject, actor: 'system:outbox', ...none },
      { action: 'lead.claimed', subject, actor: `person:${ANA}`, before: null, after: { claim: 'c1' } },
    ],
    firings: [{ rule: 'everybody', subject }],
    claims: [{ id: 'c1', state: 'written', open: 0 }],
    outbox: [{ key: 'card:1', state: 'done', leased: false, note: null }],
    inbox: [{ key: 'e1', state: 'done', leased: false, note: null }],
    complaints: [{ level: 'warn', message: 'an intent failed and is tried again', fields: {} }],
    chain: [],
    ...changes,
  };
}

const sound = anEnd();
const [card] = sound.messages;
const [lead] = sound.leads;
const [won] = sound.audit.slice(-1);
const list = { at: 'C1 2.0', key: 'list:7', text: '2 new leads', leads: [LEAD] };
const defect = new TypeError("Cannot read properties of undefined (reading 'ts')");

it('lets a sound end pass', () => {
  expect(brokenIn(sound)).toEqual([]);
});

it('takes a row of a list for a card', () => {
  const audit = [...sound.audit, { action: 'slack.list_posted', subject: 'list:7', actor: 'system:outbox', ...none }];
  expect(brokenIn(anEnd({ messages: [list], audit }))).toEqual([]);
});

it('lets a hand-over follow a claim, and a claim follow a release', () => {
  const subject = `lead:${LEAD}`;
  const released = { action: 'lead.released', subject, actor: `person:${ANA}`, ...none };
  expect(brokenIn(anEnd({ audit: [...sound.audit, released, ...(won ? [won] : [])] }))).toEqual([]);
});

it.each<{ when: string; breaks: string; end: Partial<EndState> }>([
  { when: 'a lead has no card', breaks: 'every lead is announced exactly once', end: { messages: [] } },
  {
    when: 'a lead has a card and a row',
    breaks: 'every lead is announced exactly once',
    end: { messages: [...sound.messages, list] },
  },
  {
    when: 'a lead was never learnt of',
    breaks: 'every lead is announced exactly once',
    end: { records: sound.records.slice(1) },
  },
  {
    when: 'a lead is kept in silence',
    breaks: 'every lead is announced exactly once',
    end: { leads: sound.leads.map((one) => ({ ...one, standing: 'baseline' })) },
  },
  {
    when: 'a card is posted twice',
    breaks: 'nothing is said twice',
    end: { messages: [...sound.messages, ...(card ? [{ ...card, at: 'C1 3.0' }] : [])] },
  },
  {
    when: 'two people win one lead',
    breaks: 'at most one winner a claim',
    end: { audit: [...sound.audit, ...(won ? [{ ...won, actor: `person:${BO}` }] : [])] },
  },
  {
    when: 'somebody is told of a claim that was not recorded',
    breaks: 'nobody is told that a lead is theirs which is not',
    end: { notes: [...sound.notes, { user: BO, text: 'Prospect N1x is yours. The CRM is being updated.' }] },
  },
  {
    when: 'the CRM names another owner',
    breaks: 'the CRM owner is the winner, or a conflict is reported',
    end: { prospects: [{ name: 'Prospect N1x', records: [{ crm: 'hubspot', id: '1', owner: BO }] }] },
  },
  {
    when: 'an opportunity was made twice',
    breaks: 'at most one opportunity a rule and lead',
    end: { opportunities: [...sound.opportunities, ...sound.opportunities] },
  },
  {
    when: 'an opportunity is known to no lead',
    breaks: 'at most one opportunity a rule and lead',
    end: { records: sound.records.slice(0, 1) },
  },
  ...['lead.seen', 'rule.fired', 'slack.card_posted', 'lead.claimed'].map((action) => ({
    when: `nothing was written down of ${action}`,
    breaks: 'the audit is complete',
    end: { audit: sound.audit.filter((row) => row.action !== action) },
  })),
  { when: 'the chain is broken', breaks: 'the chain of the audit is sound', end: { chain: ['seal 3 was edited'] } },
  {
    when: 'a claim still waits for a CRM',
    breaks: 'every claim has been answered by the CRMs',
    end: { claims: [{ id: 'c1', state: 'writing', open: 1 }] },
  },
  {
    when: 'an intent waits',
    breaks: 'the queues are empty',
    end: { outbox: [{ key: 'card:1', state: 'pending', leased: false, note: 'later' }] },
  },
  {
    when: 'an event is given up in silence',
    breaks: 'nothing is given up without an alarm',
    end: { inbox: [{ key: 'e1', state: 'failed', leased: false, note: 'odd' }] },
  },
  {
    when: 'the log has a defect',
    breaks: 'no error without a cause',
    end: { complaints: [{ level: 'error', message: 'a job failed', fields: { error: defect } }] },
  },
])('sees when $when', ({ breaks, end }) => {
  const broken = brokenIn(anEnd(end));
  expect(broken.map((line) => line.split(': ')[0])).toContain(breaks);
});

it.each([
  { when: 'an outage', fields: { error: new Fault('unavailable', 'no answer from Slack') } },
  { when: 'a lost connection', fields: { because: 'The database cannot be reached.' } },
  { when: 'a record that somebody deleted', fields: { because: 'a record to tie it to no longer exists' } },
])('knows the cause of an error that reports $when', ({ fields }) => {
  expect(brokenIn(anEnd({ complaints: [{ level: 'error', message: 'an intent failed', fields }] }))).toEqual([]);
});

it('reports a conflict as one, and a dead letter with its alarm', () => {
  const leads = lead ? [{ ...lead, notice: 'Taken by Bo in HubSpot' }] : [];
  const prospects = [{ name: 'Prospect N1x', records: [{ crm: 'hubspot' as const, id: '1', owner: BO }] }];
  const alarm = {
    level: 'error',
    message: 'an intent can never be done',
    fields: { intent: 'k1', because: 'no longer exists' },
  } as const;
  const outbox = [{ key: 'k1', state: 'dead', leased: false, note: 'no longer exists' }];
  expect(brokenIn(anEnd({ leads, prospects, complaints: [alarm], outbox }))).toEqual([]);
});
