import { expect, it } from 'vitest';
import { AUDIT_PAGE, auditMessage } from '#features/audit/audit-view.ts';
import type { RecordedEntry } from '#features/audit/entry.ts';
import { newLeadId } from '#kernel/ids.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const lead = newLeadId();
const anEntry = (over: Partial<RecordedEntry> = {}): RecordedEntry => ({
  id: '7',
  at: noon,
  action: 'lead.claimed',
  actor: 'person:U0ANA',
  subject: `lead:${lead}`,
  before: { state: 'open' },
  after: { state: 'claimed', writes: 2 },
  playbookVersion: 4,
  correlationId: 'c',
  ...over,
});
const words = { zone: 'Europe/Berlin', nameOf: () => undefined };
const place = { subject: null, actor: null, since: null, before: '7' };

it('shows when, what, who, to what and what changed', () => {
  const message = auditMessage('newest first', [anEntry()], place, { ...words, nameOf: () => 'Dana Whitfield' });
  expectAccepted(message);
  const text = textIn(message.blocks);
  expect(text).toMatch(/^\*Audit log, newest first\*/);
  expect(text).toContain(`*lead.claimed*  ·  <@U0ANA>  ·  Dana Whitfield, lead:${lead.slice(0, 8)}`);
  expect(text).toContain('state open → claimed, writes 2  ·  playbook 4');
  expect(actionsIn(message.blocks)).toEqual(['audit.next']);
});

it('writes people, values and ids as people do', () => {
  const text = (over: Partial<RecordedEntry>): string =>
    textIn(auditMessage('x', [anEntry({ playbookVersion: null, ...over })], null, words).blocks);
  const before = { claimed_by: 'U000000001', offered_to: 'U000000002' };
  expect(text({ before, after: { claimed_by: null, claim: lead } })).toContain(
    `claimed_by <@U000000001> → none, offered_to was <@U000000002>, claim ${lead.slice(0, 8)}`,
  );
  expect(text({ before: null, after: { fields: { subject: 'Call', body: '' }, skipped: [] } })).toContain(
    'fields (subject Call, body none), skipped none',
  );
  expect(text({ before: { claimed_by: null }, after: { kind: 'release' } })).not.toContain('claimed_by');
  expect(text({ actor: 'crm:hubspot:unknown' })).toContain('somebody in hubspot');
  expect(text({ actor: 'system:claims' })).toContain('·  Signalbox  ·');
});

it('says when nothing is recorded, and offers no page after the last', () => {
  expect(textIn(auditMessage('by one person', [], null, words).blocks)).toContain('Nothing is recorded.');
  expect(
    actionsIn(auditMessage('x', [anEntry({ before: null, after: null, playbookVersion: null })], null, words).blocks),
  ).toEqual([]);
});

it.each([HOSTILE, ENDLESS])('holds a page of any values', (text) => {
  const entry = anEntry({
    actor: `rule:${text}`,
    subject: `opportunity:${text}`,
    before: { text, deep: { text } },
    after: { list: [text, text] },
  });
  const message = auditMessage(
    text.slice(0, 100),
    Array.from({ length: AUDIT_PAGE }, () => entry),
    place,
    words,
  );
  expectAccepted(message);
  expect(textIn(message.blocks)).not.toMatch(/<!channel|\*you\*/);
});
