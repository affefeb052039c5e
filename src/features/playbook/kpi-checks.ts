// What is wrong with KPIs beyond their shape: names that nothing has, words that mean two things, bands out of order.
import type { ApproverSpec } from './approvers.ts';
import { KPI_DIMENSIONS } from './kpi-names.ts';
import { nearest } from './nearest.ts';
import { asList, entryIn, isBlock, textIn, type Issues } from './written.ts';

export interface KpiContext {
  /** Ids of the KPIs that the playbook adds. */
  readonly ownKpis: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** A check of `kpis`. Reads whatever was written, so that all of it is told at once. */
export function checkKpis({ ownKpis, roles }: KpiContext): (kpis: unknown, issues: Issues) => void {
  const known = idsOf(ownKpis);
  return (kpis, issues) => {
    for (const [index, id] of asList(entryIn(kpis, 'scoreboard')).entries()) {
      checkId(id, ['scoreboard', index], known, issues);
    }
    for (const [index, board] of asList(entryIn(kpis, 'scoreboards')).entries()) {
      for (const [at, id] of asList(entryIn(board, 'kpis')).entries()) {
        checkId(id, ['scoreboards', index, 'kpis', at], known, issues);
      }
    }
    checkTargets(entryIn(kpis, 'targets'), known, issues);
    checkSegments(entryIn(kpis, 'segments'), issues);
    refuseTwice(entryIn(kpis, 'sources'), 'sources', issues);
    refuseTwice(entryIn(kpis, 'channels'), 'channels', issues);
    checkSides(kpis, issues);
    checkWeights(entryIn(entryIn(kpis, 'quality'), 'weights'), issues);
    checkViewers(entryIn(kpis, 'owners_seen_by'), roles, issues);
  };
}

/** A check of `reports`: each question begins with the id of a KPI. */
export function checkReports({ ownKpis }: Pick<KpiContext, 'ownKpis'>): (reports: unknown, issues: Issues) => void {
  const known = idsOf(ownKpis);
  return (reports, issues) => {
    for (const [index, report] of asList(reports).entries()) {
      for (const [at, metric] of asList(entryIn(report, 'metrics')).entries()) {
        checkId(firstWord(metric), [index, 'metrics', at], known, issues);
      }
      const leaders = entryIn(entryIn(report, 'leaderboard'), 'kpi');
      checkId(firstWord(leaders), [index, 'leaderboard', 'kpi'], known, issues);
    }
  };
}

/** The KPI that a question is about. */
export function firstWord(question: unknown): unknown {
  return typeof question === 'string' ? question.trim().split(/\s/u)[0] : null;
}

/** Ids of all KPIs. */
export function idsOf(ownKpis: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...KPI_DIMENSIONS.keys(), ...ownKpis]);
}

export function checkId(id: unknown, path: PropertyKey[], known: ReadonlySet<string>, issues: Issues): void {
  if (typeof id !== 'string' || known.has(id)) return;
  const params = { suggestion: nearest(id, known) };
  issues.addIssue({ code: 'custom', message: `unknown KPI "${id}"`, path, params });
}

function checkTargets(targets: unknown, known: ReadonlySet<string>, issues: Issues): void {
  const seen = new Set<string>();
  for (const [index, target] of asList(targets).entries()) {
    const kpi = textIn(target, 'kpi');
    const period = textIn(target, 'period');
    checkId(kpi, ['targets', index, 'kpi'], known, issues);
    if (kpi === null || period === null) continue;
    const key = `${kpi} ${period}`;
    if (seen.has(key)) {
      const message = `there is a target of ${kpi} for ${period} already`;
      issues.addIssue({ code: 'custom', message, path: ['targets', index, 'period'] });
    }
    seen.add(key);
  }
}

function checkSegments(segments: unknown, issues: Issues): void {
  const bands = asList(segments).map((band) => entryIn(band, 'up_to'));
  for (const [index, upTo] of bands.entries()) {
    const path = ['segments', index, ...(upTo === undefined ? [] : ['up_to'])];
    if (upTo === undefined && index < bands.length - 1) {
      issues.addIssue({ code: 'custom', message: 'only the last band has no up_to', path });
    }
    const before = bands[index - 1];
    if (typeof upTo !== 'number' || typeof before !== 'number' || upTo > before) continue;
    issues.addIssue({ code: 'custom', message: `bands ascend: more than ${before}`, path });
  }
}

/** What one CRM word means cannot be two things. A name that stands for itself may be written out. */
function refuseTwice(named: unknown, key: 'sources' | 'channels', issues: Issues): void {
  if (!isBlock(named)) return;
  const meanings = new Map(key === 'sources' ? Object.keys(named).map((name) => [name, name]) : []);
  for (const [name, raws] of Object.entries(named)) {
    for (const [index, raw] of asList(raws).entries()) {
      if (typeof raw !== 'string') continue;
      const meaning = meanings.get(raw);
      if (meaning !== undefined && meaning !== name) {
        const message = `"${raw}" means ${meaning} already`;
        issues.addIssue({ code: 'custom', message, path: [key, name, index] });
      }
      meanings.set(raw, meaning ?? name);
    }
  }
}

function checkSides(kpis: unknown, issues: Issues): void {
  const sales = new Set(asList(entryIn(kpis, 'sales_sources')));
  for (const [index, source] of asList(entryIn(kpis, 'marketing_sources')).entries()) {
    if (typeof source !== 'string' || !sales.has(source)) continue;
    const message = `"${source}" is one of sales_sources already`;
    issues.addIssue({ code: 'custom', message, path: ['marketing_sources', index] });
  }
}

function checkWeights(weights: unknown, issues: Issues): void {
  if (!isBlock(weights)) return;
  const values = Object.values(weights);
  if (values.length === 0 || values.some((weight) => weight !== 0)) return;
  issues.addIssue({ code: 'custom', message: 'one of the weights must be more than 0', path: ['quality', 'weights'] });
}

/** They are parsed by now, where they could be. */
function checkViewers(viewers: unknown, roles: KpiContext['roles'], issues: Issues): void {
  for (const [index, viewer] of asList(viewers).entries()) {
    if (!isBlock(viewer)) continue;
    const spec = viewer as unknown as ApproverSpec;
    const path = ['owners_seen_by', index];
    if (spec.kind === 'field' || spec.kind === 'manager_of') {
      const message = 'write e-mail addresses, group:handle or role:name: there is no record that could name somebody';
      issues.addIssue({ code: 'custom', message, path });
    }
    if (spec.kind === 'role' && !roles.has(spec.role)) {
      const params = { offset: 'role:'.length, suggestion: nearest(spec.role, roles.keys()) };
      issues.addIssue({ code: 'custom', message: `unknown role "${spec.role}"`, path, params });
    }
  }
}
