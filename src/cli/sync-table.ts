// How far the reading of the CRMs has come, and how it compares with them, as lines for a terminal. Pure.
import { amountRead, bar, KIND_LABELS } from '#features/history/progress-view.ts';
import type { FillState, SyncState } from '#features/history/store.ts';
import type { KindVerdict } from '#features/history/verify.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { elapsed, spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import type { HistoryTotals } from '#ports/crm-history.ts';

export interface CrmStatus {
  readonly crm: CrmName;
  readonly fill: FillState | null;
  readonly states: readonly SyncState[];
}

export function statusLines({ crm, fill, states }: CrmStatus, now: Date): readonly string[] {
  const label = CRM_LABELS[crm];
  if (fill === null) return [`${label}  was never read: it begins as soon as it is connected`];
  const rows = states.map((state) => [
    `  ${KIND_LABELS[state.kind]}`,
    state.phase === 'fill' ? bar(state) : 'read',
    amountRead(state),
    state.freshAt === null ? 'not whole yet' : `as of ${spanText(elapsed(state.freshAt, now))} ago`,
    state.trouble ?? '',
  ]);
  return [`${label}  ${fillWords(fill, now)}`, ...table(rows)];
}

function fillWords({ pausedAt, pausedBy, startedAt, finishedAt }: FillState, now: Date): string {
  if (pausedAt !== null) {
    return `paused for ${spanText(elapsed(pausedAt, now))} by ${pausedBy ?? 'somebody'}: npm run sync -- resume`;
  }
  if (finishedAt === null) return `being read for ${spanText(elapsed(startedAt, now))}`;
  return `whole; the first reading took ${spanText(elapsed(startedAt, finishedAt))}`;
}

/** @param limit differences that are listed, a kind. */
export function verdictLines(crm: CrmName, verdicts: readonly KindVerdict[], limit: number): readonly string[] {
  const label = CRM_LABELS[crm];
  if (verdicts.length === 0) return [`${label}  nothing is read whole yet, so there is nothing to compare`];
  const rows = verdicts.map((verdict) => [
    `  ${KIND_LABELS[verdict.kind]}`,
    `${totalsText(verdict.here)} here`,
    `${totalsText(verdict.there)} there`,
    verdictText(verdict),
  ]);
  const listed = verdicts.flatMap((verdict) => differenceLines(verdict, limit));
  return [label, ...table(rows), ...listed];
}

export function isSound({ differences, totalsAgree }: KindVerdict): boolean {
  return differences.length === 0 && totalsAgree;
}

function verdictText(verdict: KindVerdict): string {
  const { differences, onTheWay, totalsAgree } = verdict;
  const count = (what: string): number => differences.filter((one) => one.what === what).length;
  const [missing, gone, older] = [count('missing'), count('gone'), count('older')];
  const parts = [
    ...(missing > 0 ? [`${missing} missing here`] : []),
    ...(gone > 0 ? [`${gone} gone there`] : []),
    ...(older > 0 ? [`${older} older here`] : []),
    ...(totalsAgree ? [] : ['totals differ']),
    ...(onTheWay > 0 ? [`${onTheWay} changed since the last look`] : []),
  ];
  return isSound(verdict) ? ['agrees', ...parts].join(', ') : `DIFFERS: ${parts.join(', ')}`;
}

function differenceLines({ kind, differences }: KindVerdict, limit: number): readonly string[] {
  const shown = differences.slice(0, limit).map(({ what, id }) => `  ${KIND_LABELS[kind]}  ${what}  ${id}`);
  const rest = differences.length - shown.length;
  return rest > 0 ? [...shown, `  ${KIND_LABELS[kind]}  and ${rest} more: --limit ${differences.length}`] : shown;
}

function totalsText({ count, amounts }: HistoryTotals): string {
  const sums = Object.entries(amounts ?? {}).map(([currency, sum]) => `${sum} ${currency}`.trim());
  return [count === null ? 'not counted' : count.toLocaleString('en-US'), ...sums].join(', ');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
