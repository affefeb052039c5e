// `/kpi cost`: entering, listing and taking out costs that no CRM knows.
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import { costList, costText, COST_HELP, COSTS_SHOWN, outcomeText } from './cost-view.ts';
import type { KpiDesk } from './desk.ts';
import { enterCost, removeCost } from './enter-cost.ts';
import { readCost } from './read-cost.ts';

/** Removing looks among so many of the newest. */
const LOOKED_AT = 1000;

/** @param text what stands after `/kpi cost` */
export async function answerCostCommand(desk: KpiDesk, turn: Turn, text: string): Promise<Message> {
  const { playbook } = desk.playbook();
  if (!isOps(playbook, turn.by)) return note(outcomeText({ kind: 'not_allowed' }, ''));
  const [word = '', ...rest] = text.split(/\s+/u);
  switch (word.toLowerCase()) {
    case 'help':
      return note(COST_HELP);
    case 'list':
      return costList(await desk.stores.history.costs(COSTS_SHOWN + 1));
    case 'remove':
      return note(await remove(desk, turn, rest[0] ?? ''));
    default:
      return note(await enter(desk, turn, word.toLowerCase() === 'enter' ? rest.join(' ') : text));
  }
}

async function enter(desk: KpiDesk, turn: Turn, text: string): Promise<string> {
  const { playbook } = desk.playbook();
  const values = await desk.values.of(['channel', 'source', 'campaign']);
  const read = readCost(text, { playbook, now: desk.clock.now(), values });
  if (read.kind === 'unclear') return `${read.because}\n\n${COST_HELP}`;
  const outcome = await enterCost(desk, turn, read.cost);
  const fresh = read.isNew ? ' No record is of this channel yet, so check how it is written.' : '';
  return outcomeText(
    outcome,
    `Entered: ${costText(read.cost)}.${fresh} /kpi cost list shows it and takes it out again.`,
  );
}

async function remove(desk: KpiDesk, turn: Turn, id: string): Promise<string> {
  const known = await desk.stores.history.costs(LOOKED_AT);
  const cost = known.find((one) => String(one.id) === id);
  if (cost === undefined) return outcomeText({ kind: 'unknown' }, '');
  return outcomeText(await removeCost(desk, turn, cost), `Taken out: ${costText(cost)}.`);
}
