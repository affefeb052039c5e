// Salesforce's own requests in the Home tab. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { context, section } from '#blockkit/blocks.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import { workItemButtons } from '#features/workitems/card-view.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import type { HomeData } from './home-data.ts';

const DETAILS_MAX = 4;

export function workItemBlocks({ shown, total }: HomeData['workItems']): readonly Block[] {
  if (total === 0) return [];
  const hidden = total - shown.length;
  return [
    context([md`:cloud: *Asked by Salesforce*`]),
    ...shown.flatMap((item) => [
      section(itemWords(item)),
      ...(item.state === 'pending' ? [workItemButtons(item)] : []),
    ]),
    ...(hidden > 0 ? [context([escape(`${hidden} more of Salesforce follow when these are decided.`)])] : []),
  ];
}

function itemWords({ recordName, object, process, submittedBy, details, state }: WorkItem) {
  const about = details
    .slice(0, DETAILS_MAX)
    .map(({ label, value }) => md`${escape(label, 40)}: ${escape(value, 120)}`);
  const who = submittedBy === null ? escape('') : md`  ·  submitted by ${escape(submittedBy, 80)}`;
  return join([
    md`${bold(recordName, 200)}  ·  ${escape(object, 60)}`,
    md`${state === 'deciding' ? escape('Salesforce is being told  ·  ') : escape('')}${escape(process, 120)}${who}`,
    join(about, '  ·  '),
  ]);
}
