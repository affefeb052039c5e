// Costs that were entered: what was recorded, and the list of them.
import { section } from '#blockkit/blocks.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import { formatMoney } from '#kernel/money.ts';
import type { Message } from '#ports/messenger.ts';
import type { KeptCost, NewCost } from '#features/history/store.ts';
import type { CostDraft, CostOutcome } from './enter-cost.ts';

/** Costs of one list. */
export const COSTS_SHOWN = 20;

export const COST_HELP = `Costs that no CRM knows, spread evenly over their days. For ops.

/kpi cost                                        the form
/kpi cost 12000 EUR linkedin 2026-11             a channel, source or campaign, and when
/kpi cost 800 source "Google Ads" last week
/kpi cost 45000 sales Q3 2026 note salaries of the SDRs
/kpi cost list                                   what was entered
/kpi cost remove ID                              takes one out again
Many at once: npm run kpi:import -- DIR --add, with a costs.csv`;

export function costText(cost: Pick<NewCost, keyof CostDraft>): string {
  const { amount, currency, channel, source, campaign, department, fromDay, toDay } = cost;
  const target = channel ?? source ?? campaign;
  const kind = channel !== null ? 'channel' : source !== null ? 'source' : 'campaign';
  const what = target === null ? 'everything' : `${kind} ${target}`;
  const days = fromDay === toDay ? `on ${fromDay}` : `from ${fromDay} to ${toDay}`;
  return `${formatMoney(amount, currency)} of ${department} for ${what}, ${days}`;
}

export function outcomeText(outcome: CostOutcome, done: string): string {
  switch (outcome.kind) {
    case 'done':
      return done;
    case 'not_allowed':
      return 'Costs are entered by ops and admins. The playbook lists them under "roles".';
    case 'unknown':
      return 'There is no such cost. /kpi cost list shows them.';
  }
}

export function costList(costs: readonly KeptCost[]): Message {
  const title = 'Costs that were entered';
  if (costs.length === 0) return { text: `${title}: none`, blocks: [section(md`${bold(title)}\nNothing here.`)] };
  const lines = costs.slice(0, COSTS_SHOWN).map((cost) => {
    const origin = cost.origin === 'imported' ? ', imported' : '';
    const noted = cost.note === null ? '' : `: ${cost.note}`;
    return md`\`${cost.id}\`  ${escape(`${costText(cost)}${origin}${noted}`, 400)}`;
  });
  const more = costs.length > COSTS_SHOWN ? [md`Older ones are not shown.`] : [];
  return {
    text: `${title}: ${costs.length}`,
    // Sections of three thousand characters hold ten of these lines.
    blocks: [section(bold(title)), section(join(lines.slice(0, 7))), ...rest(lines.slice(7), more)],
  };
}

function rest(
  lines: readonly ReturnType<typeof md>[],
  more: readonly ReturnType<typeof md>[],
): ReturnType<typeof section>[] {
  const sections: ReturnType<typeof section>[] = [];
  const all = [...lines, ...more];
  for (let at = 0; at < all.length; at += 7) sections.push(section(join(all.slice(at, at + 7))));
  return sections;
}
