import { describe, expect, it } from 'vitest';
import { checkMessage } from '#blockkit/check-blocks.ts';
import { fallback } from '#blockkit/replies.ts';
import { renderFormerCard, renderWorkItemCard } from '#features/workitems/card-view.ts';
import { UNANSWERED } from '#features/workitems/work-item.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import { noon } from '../../support/lead-builder.ts';
import { textIn } from '../../support/slack-shape.ts';
import { ana, aCrmWorkItem } from '../../support/work-item-house.ts';

function anItem(over: Partial<WorkItem> = {}): WorkItem {
  return { ...aCrmWorkItem(), crm: 'salesforce', person: ana.id, ...UNANSWERED, notice: null, card: null, ...over };
}

const draw = (item: WorkItem) =>
  renderWorkItemCard({ item, url: 'https://salesforce.test/Opportunity/0061', zone: 'Europe/Berlin' });

describe('the card of a request of Salesforce’s own approvals', () => {
  it.each<{ when: string; over: Partial<WorkItem>; says: readonly string[] }>([
    {
      when: 'it waits',
      over: {},
      says: ['asks for your approval', 'Discount over 20%', 'Globex renewal', 'Cy Chen', '27.5%', 'Approve', 'Reject'],
    },
    {
      when: 'Salesforce is being told',
      over: { state: 'deciding', decidedBy: ana.id, decidedIn: 'slack', decidedAt: noon },
      says: ['You have answered', 'as soon as it can be reached'],
    },
    {
      when: 'somebody approved it in Salesforce',
      over: { state: 'approved', decidedBy: 'Bo Berg', decidedIn: 'salesforce', decidedAt: noon, comment: 'fine' },
      says: ['*Approved* by Bo Berg in Salesforce', 'fine'],
    },
    {
      when: 'the record is gone',
      over: { state: 'gone', decidedIn: 'salesforce', decidedAt: noon, notice: 'It does not wait any more.' },
      says: ['Nothing is needed from you any more', 'It does not wait any more.'],
    },
  ])('says where it stands when $when, as Slack takes it', ({ over, says }) => {
    const { text, blocks } = draw(anItem(over));
    expect(checkMessage({ text: fallback(text), blocks })).toEqual([]);
    for (const words of says) expect(textIn(blocks)).toContain(words);
    expect(textIn(blocks).includes('Approve with a comment')).toBe(over.state === undefined);
  });

  it('pings nobody and breaks nothing, whatever a record is called and says', () => {
    const nasty = '<!channel> *x* '.repeat(400);
    const details = Array.from({ length: 6 }, () => ({ label: nasty, value: nasty }));
    const over = { recordName: nasty, process: nasty, object: nasty, submittedBy: nasty, comment: nasty };
    const { text, blocks } = draw(anItem({ ...over, notice: nasty, details }));
    expect(checkMessage({ text: fallback(text), blocks })).toEqual([]);
    expect(textIn(blocks)).not.toContain('<!channel>');
    const former = renderFormerCard({ recordName: nasty });
    expect(checkMessage({ text: fallback(former.text), blocks: former.blocks })).toEqual([]);
  });
});
