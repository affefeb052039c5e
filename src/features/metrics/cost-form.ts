// The form of a cost, and what was written into it.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { input, modal } from '#blockkit/blocks.ts';
import { staticSelect, textInput } from '#blockkit/elements.ts';
import { datePicker } from '#blockkit/form-elements.ts';
import { isCurrency, parseMoney } from '#kernel/money.ts';
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

export function costForm(currency: string): ModalView {
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

type ReadForm =
  | { readonly kind: 'cost'; readonly cost: CostDraft }
  | { readonly kind: 'errors'; readonly errors: Record<string, string> };

/** By block, what is wrong with it. */
export function readCostForm(values: unknown): ReadForm {
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
