// From what stands in the form to a watch: understood, allowed, with its limit in the KPI's unit, or what is wrong at which
// field and how to mend it.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Refusal } from '#features/metrics/answer.ts';
import { refusedForOwners, viewerOf } from '#features/metrics/restrict.ts';
import { addressesOf } from '#features/people/aliases.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { planSeries } from '../series/plan-series.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Threshold } from '../store.ts';
import { ALERT_FIELDS } from './alert-form.ts';
import type { AlertDraft, AlertState } from './alert-form.ts';
import { MOST_WATCHES, tooManyText } from './ask-watch.ts';
import type { NewWatch } from './ask-watch.ts';
import { findTwin } from './find-twin.ts';
import { readLimit } from './read-limit.ts';
import { namesPeriod, watchedText } from './watched-text.ts';

export type ReadAlert =
  | { readonly kind: 'read'; readonly wanted: NewWatch; readonly plan: SeriesPlan }
  /** A sentence for each field that is wrong. */
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> };

/** Slack's own limit for what stands beside a field is not told; this fits on a few lines. */
const ERROR_MAX = 400;

/** Throws what the stores and the messenger throw. */
export async function readAlert<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  by: SlackPerson,
  draft: AlertDraft,
  { channel }: AlertState,
): Promise<ReadAlert> {
  const place = draft.place === 'here' && channel !== null ? channel : by.id;
  const plan = await planSeries(desk, { question: draft.question, by: draft.by });
  if (plan.kind === 'refused') return wrong({ [fieldOf(plan, draft)]: withProposal(plan) });
  const hidden = await hiddenFrom(desk, by, place === by.id, plan);
  if (hidden !== null) return wrong({ [ALERT_FIELDS.question]: withProposal(hidden) });
  const threshold = thresholdOf(desk, draft, plan);
  if (typeof threshold === 'string') return wrong({ [ALERT_FIELDS.limit]: threshold });
  if (threshold === null && plan.series === 'threshold_only') {
    return wrong({ [ALERT_FIELDS.when]: `${plan.because ?? 'Its days cannot be judged.'} Choose a limit instead.` });
  }
  const assignee = await addressOf(desk, draft.assignee);
  if (assignee === undefined)
    return wrong({ [ALERT_FIELDS.assignee]: 'Slack shows no e-mail address of this person.' });
  const wanted: NewWatch = {
    question: watchedText(plan.question, threshold !== null && namesPeriod(draft.question, plan.question)),
    by: plan.by,
    channel: place,
    sensitivity: draft.sensitivity,
    direction: draft.when === 'down' || draft.when === 'up' ? draft.when : 'both',
    threshold,
    assignee,
  };
  const asked = await desk.stores.watches.asked();
  if (asked.filter(({ createdBy }) => createdBy === by.id).length >= MOST_WATCHES) {
    return wrong({ [ALERT_FIELDS.question]: tooManyText(MOST_WATCHES) });
  }
  const twin = await findTwin(desk, wanted);
  if (twin !== null) return wrong({ [ALERT_FIELDS.question]: twin });
  return { kind: 'read', wanted, plan };
}

function wrong(errors: Readonly<Record<string, string>>): ReadAlert {
  const clipped = Object.entries(errors).map(([field, text]) => [field, text.slice(0, ERROR_MAX)]);
  return { kind: 'wrong', errors: Object.fromEntries(clipped) as Record<string, string> };
}

/** A dimension that the KPI does not have is wrong where it was chosen. */
function fieldOf({ because }: Refusal, { by }: AlertDraft): string {
  return by !== null && because.includes(`not known by ${by}`) ? ALERT_FIELDS.by : ALERT_FIELDS.question;
}

function withProposal({ because, suggestions }: Refusal): string {
  const [first] = suggestions;
  return first === undefined ? because : `${because} Did you mean: ${first.replace(/ vs (?:none|previous)$/u, '')}?`;
}

/** What a channel reads is nobody's own. */
async function hiddenFrom<Tx extends WatchTx>(
  { playbook, stores }: WatchDesk<Tx>,
  by: SlackPerson,
  alone: boolean,
  { metric, question }: SeriesPlan,
): Promise<Refusal | null> {
  const inForce = playbook().playbook;
  const viewer = alone ? await viewerOf({ playbook: inForce, groups: stores.groups }, by) : null;
  return refusedForOwners(inForce, metric, question, viewer);
}

/** Null: what is unusual is told; a text: what is wrong with the limit. */
function thresholdOf<Tx extends WatchTx>(
  { playbook }: WatchDesk<Tx>,
  { when, limit }: AlertDraft,
  { metric }: SeriesPlan,
): Threshold | null | string {
  if (when === 'both' || when === 'down' || when === 'up') {
    return limit === '' ? null : 'This number is a limit: choose below, above or behind its target as well.';
  }
  const { organization, kpis } = playbook().playbook;
  if (when === 'behind_target' && !kpis.targets.some(({ kpi }) => kpi === metric.id)) {
    return `${metric.label} has no target. Ops write targets in the playbook, under kpis.targets.`;
  }
  const read = readLimit(limit, when, { metric, currency: organization.currency });
  return read.kind === 'limit' ? read.threshold : read.because;
}

/** Undefined: nobody knows their address. */
async function addressOf<Tx extends WatchTx>(
  { stores, messenger, clock, playbook }: WatchDesk<Tx>,
  person: SlackUserId | null,
): Promise<string | null | undefined> {
  if (person === null) return null;
  const found = await identifyPerson({ directory: stores.directory, messenger, clock }, person);
  return addressesOf(playbook().playbook, found)[0];
}
