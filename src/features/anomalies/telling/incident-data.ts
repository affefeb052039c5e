// Everything that the message of an incident says, loaded: its numbers with what they are called, the looks at them as they
// were known, and how fresh the data is.
import { DAY_MS } from '#kernel/time.ts';
import type { SystemHealth } from '../data-fault.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { isSameSeries } from '../incident-groups.ts';
import type { Evaluation, Incident, Signal, Threshold, Watch } from '../store.ts';
import { planSeries, THE_DAY } from '../series/plan-series.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import { watchesOf } from '../watching/watches-of.ts';
import { isMinute } from './day-words.ts';
import { latestSignals, nameOf } from './incident-words.ts';
import { spanOf } from './span.ts';
import type { ToldSpan } from './span.ts';
import { termsOf } from './terms.ts';
import type { Term, Terms } from './terms.ts';

/** A number of the incident. */
export interface Told {
  /** The latest. */
  readonly signal: Signal;
  readonly term: Term;
  /** `MQLs (source = Web)` */
  readonly name: string;
  /** What it is of: `{ source: 'Web' }`; empty: of everything. */
  readonly slice: Readonly<Record<string, string>>;
  /** How it is judged; null: it is not known any more. */
  readonly series: SeriesPlan['series'] | null;
  /** Null: nobody watches it any more. */
  readonly watch: Watch | null;
  /** Null: it is unusual. Else it is beyond this. */
  readonly limit: Threshold | null;
  /** Null: the day alone says it. */
  readonly span: ToldSpan | null;
}

export interface IncidentData {
  readonly incident: Incident;
  readonly terms: Terms;
  /** What says most comes first; each once. */
  readonly numbers: readonly Told[];
  /** Looks at the first of them, ascending, for its chart. */
  readonly looks: readonly Evaluation[];
  readonly systems: readonly SystemHealth[];
}

/** Nine weeks. */
const DRAWN_DAYS = 63;

export type LoadDeps<Tx extends WatchTx> = Pick<
  WatchDesk<Tx>,
  'stores' | 'playbook' | 'health' | 'metrics' | 'values' | 'clock'
>;

/** Reads only; throws what the stores throw. */
export async function loadIncident<Tx extends WatchTx>(desk: LoadDeps<Tx>, incident: Incident): Promise<IncidentData> {
  return loadOne(desk, incident, await loadCommon(desk));
}

/** In their order, a few at a time. What is the same for all is asked once. Reads only; throws what the stores throw. */
export async function loadIncidents<Tx extends WatchTx>(
  desk: LoadDeps<Tx>,
  incidents: readonly Incident[],
): Promise<readonly IncidentData[]> {
  if (incidents.length === 0) return [];
  const common = await loadCommon(desk);
  const loaded: IncidentData[] = [];
  for (const incident of incidents) loaded.push(await loadOne(desk, incident, common));
  return loaded;
}

/** What all incidents have in common. */
interface Common {
  readonly terms: Terms;
  readonly watches: readonly Watch[];
  readonly systems: readonly SystemHealth[];
}

async function loadCommon<Tx extends WatchTx>(desk: LoadDeps<Tx>): Promise<Common> {
  const { playbook } = desk.playbook();
  const [asked, systems] = await Promise.all([desk.stores.watches.asked(), desk.health()]);
  return { terms: termsOf(playbook), watches: watchesOf(playbook, asked), systems };
}

async function loadOne<Tx extends WatchTx>(
  desk: LoadDeps<Tx>,
  incident: Incident,
  { terms, watches, systems }: Common,
): Promise<IncidentData> {
  const signals = latestSignals(incident);
  const looks = await loadLooks(desk, incident, signals);
  const numbers = await Promise.all(signals.map((signal) => tell(desk, { signal, looks, watches, terms })));
  const [main] = signals;
  const drawn = main === undefined ? [] : looks.filter((look) => isSameSeries(look, main));
  return { incident, terms, numbers: onePerName(numbers), looks: drawn, systems };
}

/** The same number may be watched twice, as the whole of each of two watches. */
function onePerName(numbers: readonly Told[]): readonly Told[] {
  const names = numbers.map(({ name, limit }) => JSON.stringify([name, limit]));
  return numbers.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

/** As they were known: an incident that is over is shown as it was then. */
async function loadLooks<Tx extends WatchTx>(
  { stores }: Pick<WatchDesk<Tx>, 'stores'>,
  { since, endedAt }: Incident,
  signals: readonly Signal[],
): Promise<readonly Evaluation[]> {
  const [main] = signals;
  if (main === undefined) return [];
  const asked = { to: '9999', ...(endedAt === null ? {} : { asOf: endedAt }) };
  const before = (isMinute(since) ? 1 : DRAWN_DAYS) * DAY_MS;
  const from = new Date(Date.parse(since) - before).toISOString().slice(0, 10);
  const others = [...new Set(signals.filter(({ watch }) => watch !== main.watch).map(({ watch }) => watch))];
  const [ofMain, ofOthers] = await Promise.all([
    stores.watches.looks({ ...asked, watches: [main.watch], from }),
    others.length === 0 ? [] : stores.watches.looks({ ...asked, watches: others, from: since }),
  ]);
  return [...ofMain, ...ofOthers];
}

interface Telling {
  readonly signal: Signal;
  readonly looks: readonly Evaluation[];
  readonly watches: readonly Watch[];
  readonly terms: Terms;
}

async function tell<Tx extends WatchTx>(desk: LoadDeps<Tx>, { signal, looks, watches, terms }: Telling): Promise<Told> {
  const watch = watches.find(({ key }) => key === signal.watch) ?? null;
  const planned = watch === null ? null : await planSeries(desk, watch);
  // Of a question that nobody understands any more only the values are left.
  const plan = planned?.kind === 'plan' ? planned : null;
  const term = terms.term(signal);
  const limit = watch?.threshold ?? null;
  const by = plan?.by ?? watch?.by ?? null;
  const own = looks.filter((look) => isSameSeries(look, signal));
  return {
    signal,
    term,
    name: plan === null ? nameOf(signal, term) : fullName(signal, term, { plan, limit }),
    slice: signal.series === '' || by === null ? {} : { [by]: signal.series },
    series: plan?.series ?? null,
    watch,
    limit,
    span: spanOf(signal, own),
  };
}

/** `MQLs (country = DE, source = Web)`; of a limit for a period `Leads this month` */
function fullName(
  { series }: Signal,
  { label }: Term,
  { plan, limit }: { readonly plan: SeriesPlan; readonly limit: Threshold | null },
): string {
  const { question, by } = plan;
  const parts = question.where.map(
    ({ dimension, values, not }) => `${dimension} ${not ? 'is not' : '='} ${values.join(' or ')}`,
  );
  if (series !== '') parts.push(`${by ?? 'value'} = ${series}`);
  const period = limit === null || question.period.words === THE_DAY ? '' : ` ${question.period.words}`;
  return parts.length === 0 ? `${label}${period}` : `${label}${period} (${parts.join(', ')})`;
}
