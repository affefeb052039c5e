// The form of a cost at work.
import { modal, section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { Listeners, ViewArgs } from '#ports/listeners.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { showModal } from '#features/answering/show-modal.ts';
import { turnOf } from '#features/people/turn.ts';
import { COST_MODALS, costForm, readCostForm } from './cost-form.ts';
import { costText, outcomeText } from './cost-view.ts';
import type { KpiDesk } from './desk.ts';
import { enterCost } from './enter-cost.ts';

type Opening = Parameters<typeof showModal>[0];

export function registerCostListeners(listeners: Listeners, desk: KpiDesk): void {
  listeners.view(COST_MODALS.enter, (args) => submit(desk, args));
}

/** Whoever may not enter a cost is told so when they try. */
export async function openCostForm(desk: KpiDesk, opening: Opening): Promise<void> {
  await showModal(opening, costForm(desk.playbook().playbook.organization.currency));
}

async function submit(desk: KpiDesk, { view, body, ack }: ViewArgs): Promise<void> {
  const read = readCostForm(view.state.values);
  if (read.kind === 'errors') return ack({ response_action: 'errors', errors: read.errors });
  const outcome = await withinTime(desk.transact, async (transact) => {
    return enterCost({ ...desk, transact }, await turnOf(desk, body.user.id, undefined), read.cost);
  });
  const text = outcomeText(outcome, `Entered: ${costText(read.cost)}. /kpi cost list shows it and takes it out again.`);
  await ack({ response_action: 'update', view: modal({ title: 'A cost', blocks: [section(escape(text, 2900))] }) });
}
