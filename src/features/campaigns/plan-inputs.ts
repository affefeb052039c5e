// The inputs of a campaign's form, group by group. Pure.
import type { InputBlockElement } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { input } from '#blockkit/blocks.ts';
import { staticSelect, textInput, usersSelect } from '#blockkit/elements.ts';
import { checkboxes, datePicker, radioButtons } from '#blockkit/form-elements.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { UTM_KEYS } from './campaign.ts';
import { wordLabel } from './labels.ts';
import { VALUE } from './modals.ts';
import type { FormField } from './plan-draft.ts';
import type { PlanFormOptions, PlanFormState } from './plan-form.ts';
import type { UtmKey } from './utm.ts';

export const FORM_ACTIONS = {
  /** Something was chosen that the proposal follows from. */
  changed: 'campaigns.form_changed',
  useProposal: 'campaigns.form_use_proposal',
} as const;

const SELECT_MAX = 100;
/** What the app fills in itself. */
const PROPOSED: ReadonlySet<FormField> = new Set(['name', 'utm_source', 'utm_medium']);

/** Where a field stands in this form, for its answer and its errors. */
export function blockIdOf(field: FormField, { round }: Pick<PlanFormState, 'round'>): string {
  return PROPOSED.has(field) && round > 0 ? `${field}-${round}` : field;
}

/** What it is and when: the name follows from it, so it is asked first. */
export function kindAndDays(options: PlanFormOptions): readonly Block[] {
  const { types, channels } = options.playbook.campaigns;
  const start = datePicker({ action: FORM_ACTIONS.changed, ...initial(options, 'starts_on') });
  const end = datePicker({ action: VALUE, ...initial(options, 'ends_on') });
  return [
    ask(options, 'type', 'Type', choose(options, 'type', types), { dispatch: true }),
    ask(options, 'channel', 'Channel', choose(options, 'channel', channels), { dispatch: true }),
    ask(options, 'starts_on', 'Start', start, { optional: true, dispatch: true }),
    ask(options, 'ends_on', 'End, that day included', end, { optional: true }),
  ];
}

export function nameInput(options: PlanFormOptions): Block {
  return ask(
    options,
    'name',
    'Name',
    textInput({ action: VALUE, maxLength: 200, placeholder: 'spring launch', ...initial(options, 'name') }),
  );
}

export function aims(options: PlanFormOptions): readonly Block[] {
  const { crms, draft } = options;
  const where = crms.map((crm) => ({ value: crm, label: CRM_LABELS[crm] }));
  const goals = textInput({
    action: VALUE,
    multiline: true,
    maxLength: 2000,
    placeholder: '200 registrations, 40 of them from new accounts',
    ...initial(options, 'goals'),
  });
  return [
    ask(options, 'goals', 'Goals', goals, { optional: true }),
    ...(crms.length < 2
      ? []
      : [ask(options, 'crms', 'Goes live in', checkboxes({ action: VALUE, choices: where, initial: draft.crms }))]),
  ];
}

export function money(options: PlanFormOptions): readonly Block[] {
  const { playbook, draft } = options;
  const { currency, rates } = playbook.organization;
  // What an old plan is in stays a choice, whatever the playbook knows by now.
  const known = [currency, ...Object.keys(rates), ...(draft.texts.currency ? [draft.texts.currency] : [])];
  const choices = [...new Set(known)].slice(0, SELECT_MAX).map((code) => ({ value: code, label: code }));
  const placeholder = '25000 or 25,000.00';
  const budget = textInput({ action: VALUE, maxLength: 40, placeholder, ...initial(options, 'budget') });
  return [
    ask(options, 'budget', 'Budget', budget, { optional: true }),
    ask(options, 'currency', 'Currency', staticSelect({ action: VALUE, choices, ...initial(options, 'currency') })),
  ];
}

export function people(options: PlanFormOptions): readonly Block[] {
  const { draft, playbook } = options;
  const cap = playbook.campaigns.audience_cap.toLocaleString('en-US');
  const owner = draft.owner === null ? {} : { initial: draft.owner };
  return [
    ask(options, 'owner', 'Owner', usersSelect({ action: VALUE, placeholder: 'Who runs it', ...owner }), {
      optional: true,
    }),
    ask(
      options,
      'audience',
      'Audience list',
      textInput({ action: VALUE, maxLength: 150, placeholder: 'EMEA newsletter', ...initial(options, 'audience') }),
      { optional: true },
    ),
    ask(
      options,
      'audience_size',
      'How many people',
      textInput({ action: VALUE, maxLength: 12, placeholder: '12000', ...initial(options, 'audience_size') }),
      { optional: true, hint: `At most ${cap}` },
    ),
    ask(
      options,
      'suppression_list',
      'Suppression list',
      textInput({
        action: VALUE,
        maxLength: 150,
        placeholder: 'unsubscribed',
        ...initial(options, 'suppression_list'),
      }),
      {
        optional: true,
        hint: 'Who must not get it',
      },
    ),
  ];
}

export function content(options: PlanFormOptions): readonly Block[] {
  const { utm } = options.playbook.campaigns;
  const asked = UTM_KEYS.filter((key) => key !== 'campaign' || !utm.campaign_is_name);
  const link = textInput({
    action: VALUE,
    maxLength: 1000,
    placeholder: 'https://',
    ...initial(options, 'content_url'),
  });
  return [
    ask(options, 'content_url', 'Content link', link, { optional: true, hint: 'The landing page, without its tags' }),
    ...asked.map((key) => tagInput(options, key)),
  ];
}

function tagInput(options: PlanFormOptions, key: UtmKey): Block {
  const field = `utm_${key}` as const;
  const { utm } = options.playbook.campaigns;
  const allowed = key === 'source' ? utm.sources : key === 'medium' ? utm.mediums : [];
  const element =
    allowed.length === 0
      ? textInput({ action: VALUE, maxLength: 100, ...initial(options, field) })
      : choose(options, field, allowed, VALUE);
  const hint = utm.required.includes(key) ? 'Left empty: as proposed from channel and type' : undefined;
  return ask(options, field, field, element, { optional: true, ...(hint === undefined ? {} : { hint }) });
}

export function launchInput(options: PlanFormOptions): Block {
  const choices = [
    { value: 'at_once', label: 'As soon as it is approved' },
    { value: 'by_hand', label: 'When somebody presses Launch' },
  ];
  return ask(
    options,
    'launch',
    'Launch',
    radioButtons({ action: VALUE, choices, initial: options.draft.texts.launch ?? 'at_once' }),
  );
}

interface AskOptions {
  readonly optional?: boolean;
  readonly dispatch?: boolean;
  readonly hint?: string;
}

function ask(
  { state }: PlanFormOptions,
  field: FormField,
  label: string,
  element: InputBlockElement,
  more: AskOptions = {},
): Block {
  return input({ label, blockId: blockIdOf(field, state), element, ...more });
}

/** @param action of a choice that changes the proposal; else it is only read with the form. */
function choose(
  options: PlanFormOptions,
  field: FormField,
  words: readonly string[],
  action: string = FORM_ACTIONS.changed,
): InputBlockElement {
  const now = options.draft.texts[field];
  const offered = now && !words.includes(now) ? [now, ...words] : words;
  const choices = offered.slice(0, SELECT_MAX).map((word) => ({ value: word, label: wordLabel(word) }));
  return staticSelect({ action, placeholder: 'Choose', choices, ...initial(options, field) });
}

function initial({ draft }: PlanFormOptions, field: FormField): { initial?: string } {
  const text = draft.texts[field];
  return text ? { initial: text } : {};
}
