// The form of a cost.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { input, modal, section } from '#blockkit/blocks.ts';
import { staticSelect, textInput } from '#blockkit/elements.ts';
import { datePicker } from '#blockkit/form-elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { isCurrency, parseMoney } from '#kernel/money.ts';
import type { Listeners, ViewArgs } from '#ports/listeners.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { showModal } from '#features/answering/show-modal.ts';
import { turnOf } from '#features/people/turn.ts';
import { costText, outcomeText } from './cost-view.ts';
import type { KpiDesk } from './desk.ts';
import { enterCost } from './enter-cost.ts';
import type { CostDraft } from './enter-cost.ts';

export const COST_MODALS = { enter: 'kpi.cost' } as const;

const VALUE = 'value';
const KINDS = ['channel', 'source', 'campaign'] as const;
const CHOICES = [
  { value: 'all', label: 'Everything' },
  { value: 'channel', label: 'A channel' },
  { value: 'source', label: 'A source' },
  { value: 'campaign', label: 'A campaign, by its name' },
];
const DEPARTMENTS = [
  { value: 'marketing', label: 'Marketing' },
  { value: 'sales', label: 'Sales' },
];

const Typed = z.object({ [VALUE]: z.object({ value: z.string().nullish() }) });
const Picked = z.object({ [VALUE]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) });
const Day = z.object({ [VALUE]: z.object({ selected_date: z.string().nullish() }) });
const Filled = z.object({
  amount: Typed,
  currency: Typed,
  from: Day,
  to: Day,
  kind: Picked,
  target: Typed,
  department: Picked,
  note: Typed,
});

type Opening = Parameters<typeof showModal>[0];

export function registerCostListeners(listeners: Listeners, desk: KpiDesk): void {
  listeners.view(COST_MODALS.enter, (args) => submit(desk, args));
}

/** Whoever may not enter a cost is told so when they try. */
export async function openCostForm(desk: KpiDesk, opening: Opening): Promise<void> {
  await showModal(opening, costForm(desk.playbook().playbook.organization.currency));
}

function costForm(currency: string): ModalView {
  const text = (initial?: string, placeholder?: string): ReturnType<typeof textInput> =>
    textInput({
      action: VALUE,
      maxLength: 200,
      ...(initial === undefined ? {} : { initial }),
      ...(placeholder === undefined ? {} : { placeholder }),
    });
  const select = (choices: typeof CHOICES): ReturnType<typeof staticSelect> =>
    staticSelect({ action: VALUE, choices, initial: choices[0]?.value ?? '' });
  return modal({
    title: 'A cost',
    callbackId: COST_MODALS.enter,
    submit: 'Enter',
    close: 'Cancel',
    blocks: [
      input({ label: 'Amount', blockId: 'amount', element: text(undefined, '12000') }),
      input({ label: 'Currency', blockId: 'currency', element: text(currency) }),
      input({ label: 'First day', blockId: 'from', element: datePicker({ action: VALUE }) }),
      input({ label: 'Last day, that day included', blockId: 'to', element: datePicker({ action: VALUE }) }),
      input({ label: 'For', blockId: 'kind', element: select(CHOICES) }),
      input({ label: 'Its name', blockId: 'target', optional: true, element: text(undefined, 'linkedin') }),
      input({ label: 'Of', blockId: 'department', element: select(DEPARTMENTS) }),
      input({ label: 'Note', blockId: 'note', optional: true, element: text() }),
    ],
  });
}

async function submit(desk: KpiDesk, { view, body, ack }: ViewArgs): Promise<void> {
  const read = readForm(view.state.values);
  if (read.kind === 'errors') return ack({ response_action: 'errors', errors: read.errors });
  const outcome = await withinTime(desk.transact, async (transact) => {
    return enterCost({ ...desk, transact }, await turnOf(desk, body.user.id, undefined), read.cost);
  });
  const text = outcomeText(outcome, `Entered: ${costText(read.cost)}. /kpi cost list shows it and takes it out again.`);
  await ack({ response_action: 'update', view: modal({ title: 'A cost', blocks: [section(escape(text, 2900))] }) });
}

type ReadForm =
  | { readonly kind: 'cost'; readonly cost: CostDraft }
  | { readonly kind: 'errors'; readonly errors: Record<string, string> };

function readForm(values: unknown): ReadForm {
  const filled = Filled.parse(values);
  const money = parseMoney(filled.amount.value.value ?? '');
  const currency = (filled.currency.value.value ?? '').trim().toUpperCase();
  const [from, to] = [filled.from.value.selected_date ?? '', filled.to.value.selected_date ?? ''];
  const kind = KINDS.find((each) => each === filled.kind.value.selected_option?.value);
  const target = filled.target.value.value?.trim() ?? '';
  const errors = {
    ...(money.kind === 'refused' ? { amount: money.because } : {}),
    ...(isCurrency(currency) ? {} : { currency: 'Write its three letters, as EUR' }),
    ...(to < from ? { to: 'The last day is before the first' } : {}),
    ...(kind !== undefined && target === '' ? { target: `Which ${kind}?` } : {}),
  };
  if (money.kind === 'refused' || Object.keys(errors).length > 0) return { kind: 'errors', errors };
  const cost: CostDraft = {
    amount: money.amount,
    currency: money.currency ?? currency,
    fromDay: from,
    toDay: to,
    channel: null,
    source: null,
    campaign: null,
    ...(kind === undefined ? {} : { [kind]: target }),
    department: filled.department.value.selected_option?.value === 'sales' ? 'sales' : 'marketing',
    note: filled.note.value.value?.trim() || null,
  };
  return { kind: 'cost', cost };
}
