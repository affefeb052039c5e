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
const place = { subject: null, actor: null, since: null, before: '7' };

it('shows when, what, who, to what and what changed', () => {
  const message = auditMessage('newest first', [anEntry()], place, 'Europe/Berlin');
  expectAccepted(message);
  const text = textIn(message.blocks);
  expect(text).toMatch(/^\*Audit log, newest first\*/);
  expect(text).toContain(`*lead.claimed*  ·  <@U0ANA>  ·  lead:${lead.slice(0, 8)}`);
  expect(text).toContain('before state open  ·  after state claimed, writes 2  ·  playbook 4');
  expect(actionsIn(message.blocks)).toEqual(['audit.next']);
});

it('says when nothing is recorded, and offers no page after the last', () => {
  expect(textIn(auditMessage('by one person', [], null, 'UTC').blocks)).toContain('Nothing is recorded.');
  expect(
    actionsIn(auditMessage('x', [anEntry({ before: null, after: null, playbookVersion: null })], null, 'UTC').blocks),
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
    'UTC',
  );
  expectAccepted(message);
  expect(textIn(message.blocks)).not.toMatch(/<!channel|\*you\*/);
});
