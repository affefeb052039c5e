// What is wrong with watches beyond their shape: names that nothing has, dimensions that a KPI does not know, the same twice.
import { checkId, firstWord, idsOf } from './kpi-checks.ts';
import { KPI_DIMENSIONS, SPLITS } from './kpi-names.ts';
import { nearest } from './nearest.ts';
import { COUNTRY } from './watches.ts';
import { asList, entryIn, isBlock, textIn, type Issues } from './written.ts';

export interface WatchContext {
  /** Ids of the KPIs that the playbook adds. */
  readonly ownKpis: ReadonlySet<string>;
  /** Of those whose rows are known. */
  readonly ownDimensions: ReadonlyMap<string, readonly string[]>;
  /** Ids of the KPIs that have a target. */
  readonly targeted: ReadonlySet<string>;
}

/** A check of `watches`: each question begins with the id of a KPI, and nothing is watched twice. */
export function checkWatches(context: WatchContext): (watches: unknown, issues: Issues) => void {
  const known = idsOf(context.ownKpis);
  return (watches, issues) => {
    const told = new Map<string, string>();
    for (const [index, watch] of asList(watches).entries()) {
      const kpi = firstWord(entryIn(watch, 'metric'));
      checkId(kpi, [index, 'metric'], known, issues);
      if (typeof kpi === 'string') {
        checkDimension(watch, kpi, index, context, issues);
        checkTarget(watch, kpi, index, context, issues);
      }
      refuseTwice(watch, index, told, issues);
    }
  };
}

/** A check of `watching`: the KPIs of events, its countries, and events that are there twice. */
export function checkWatching({ ownKpis }: Pick<WatchContext, 'ownKpis'>): (watching: unknown, issues: Issues) => void {
  const known = idsOf(ownKpis);
  return (watching, issues) => {
    for (const [index, country] of asList(entryIn(watching, 'countries')).entries()) {
      if (typeof country !== 'string' || !COUNTRY.test(country) || isCountry(country.slice(0, 2))) continue;
      issues.addIssue({ code: 'custom', message: `there is no country ${country}`, path: ['countries', index] });
    }
    const days = new Set<string>();
    for (const [index, event] of asList(entryIn(watching, 'events')).entries()) {
      for (const [at, metric] of asList(entryIn(event, 'metrics')).entries()) {
        checkId(metric, ['events', index, 'metrics', at], known, issues);
      }
      const name = textIn(event, 'name');
      const from = textIn(event, 'from');
      if (name === null || from === null) continue;
      if (days.has(`${from} ${name}`)) {
        const message = `there is an event "${name}" from ${from} already`;
        issues.addIssue({ code: 'custom', message, path: ['events', index, 'name'] });
      }
      days.add(`${from} ${name}`);
    }
  };
}

function checkDimension(watch: unknown, kpi: string, index: number, context: WatchContext, issues: Issues): void {
  const by = textIn(watch, 'by');
  const dimensions = KPI_DIMENSIONS.get(kpi) ?? context.ownDimensions.get(kpi);
  if (!isDimension(by) || dimensions === undefined || dimensions.includes(by)) return;
  const message =
    dimensions.length === 0
      ? `${kpi} cannot be broken down`
      : `${kpi} cannot be broken down by ${by}, only by ${dimensions.join(', ')}`;
  issues.addIssue({ code: 'custom', message, path: [index, 'by'], params: { suggestion: nearest(by, dimensions) } });
}

function checkTarget(watch: unknown, kpi: string, index: number, { targeted }: WatchContext, issues: Issues): void {
  if (entryIn(entryIn(watch, 'when'), 'behind_target') === undefined || targeted.has(kpi)) return;
  const message = `${kpi} has no target to be behind: write one under kpis.targets`;
  issues.addIssue({ code: 'custom', message, path: [index, 'when', 'behind_target'] });
}

/** How eagerly something is watched and where it is told makes it no other watch. */
function refuseTwice(watch: unknown, index: number, told: Map<string, string>, issues: Issues): void {
  const metric = textIn(watch, 'metric');
  if (metric === null) return;
  const when = entryIn(watch, 'when');
  const words = metric.trim().replaceAll(/\s+/gu, ' ').toLowerCase();
  const watched = JSON.stringify([words, textIn(watch, 'by'), isBlock(when) ? Object.entries(when) : null]);
  const channel = told.get(watched);
  if (channel !== undefined) {
    const message = `this is watched already, and told in ${channel}`;
    issues.addIssue({ code: 'custom', message, path: [index, 'metric'] });
  }
  told.set(watched, channel ?? textIn(watch, 'channel') ?? 'its channel');
}

/** Another word is told of by the shape. */
function isDimension(by: string | null): by is string {
  return by !== null && (SPLITS as readonly string[]).includes(by);
}

function isCountry(code: string): boolean {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}
