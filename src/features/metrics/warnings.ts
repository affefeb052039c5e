// What must be said beside a number so that nobody trusts it more than it deserves.
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Warning } from './answer.ts';
import type { Cell } from './cells.ts';
import type { Metric } from './metric.ts';
import type { Freshness } from './store.ts';

export interface Doubts {
  readonly playbook: Playbook;
  readonly metric: Metric;
  readonly figure: Cell;
  /** Costs were shared out for this question. */
  readonly allocated: boolean;
  readonly freshness: readonly Freshness[];
  /** Since when there are rows, and when the period begins. */
  readonly since: Date | null;
  readonly begins: Date;
  readonly now: Date;
}

/** Behind by more than this, or by five looks, is stale. */
const STALE_MS = 15 * MINUTE_MS;

/** What costs do not have cannot be told of them, only of what they brought. */
const ALLOCATED =
  'Costs are of campaigns, sources and channels alone: each is shared evenly among the people that its campaign brought in these days, else its source, its channel, else among all. What is cheap here had many results, whatever was aimed at it.';

export function warningsOf(doubts: Doubts): readonly Warning[] {
  const { playbook, metric, figure, freshness, since, begins } = doubts;
  const windowDays = metric.formula.kind === 'conversion' ? metric.formula.windowDays : null;
  const days = windowDays ?? Math.round(playbook.kpis.conversion_window / DAY_MS);
  const found: Warning[] = [];
  if (figure.immature > 0) found.push({ kind: 'immature', cases: figure.immature, days });
  if (figure.value !== null && figure.sample < metric.minimumSample) {
    found.push({ kind: 'small_sample', sample: figure.sample, minimum: metric.minimumSample });
  }
  if (figure.unrated > 0) found.push({ kind: 'no_rate', rows: figure.unrated });
  for (const one of freshness) found.push(...behind(one, doubts));
  // The first record of the first day may come at any hour of it.
  if (since !== null && since.getTime() - begins.getTime() >= DAY_MS) found.push({ kind: 'begins_later', since });
  if (doubts.allocated) found.push({ kind: 'caveat', text: ALLOCATED });
  if (metric.caveat !== undefined) found.push({ kind: 'caveat', text: metric.caveat });
  return found;
}

function behind({ crm, filled, freshAt, trouble }: Freshness, { playbook, now }: Doubts): readonly Warning[] {
  if (filled < 1 || freshAt === null) return [{ kind: 'not_filled', crm, share: filled }];
  const allowed = Math.max(STALE_MS, 5 * playbook.intake.poll_every);
  const late = now.getTime() - freshAt.getTime() > allowed;
  return late || trouble !== null ? [{ kind: 'stale', crm, since: freshAt }] : [];
}
