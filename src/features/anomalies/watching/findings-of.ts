// What of a round's looks is told: alarms with the slice that explains them, days without data with what is wrong.
import type { Finding } from '../incident-groups.ts';
import { explainSeries } from '../series/explain-series.ts';
import type { Evaluation, Incident, Signal } from '../store.ts';
import { daysFrom } from './due-days.ts';
import { isMissing } from './look-at-watch.ts';
import type { WatchLook } from './look-at-watch.ts';
import { isTold } from './round.ts';
import type { Round } from './round.ts';
import { isImported } from './systems.ts';

type LookedAt = Extract<WatchLook, { kind: 'looked' }>;

/** A round in which everything falls at once is told in time, with the causes of what is most surprising. */
const EXPLAINED = 12;
const UNEXPLAINED = { everywhere: false, causes: [] } as const;

type Cause = Pick<Incident, 'everywhere' | 'causes'>;

/** Throws what the store throws. */
export async function findingsOf(round: Round, looked: readonly LookedAt[]): Promise<readonly Finding[]> {
  const alarms = looked.flatMap((one) => alarmsOf(round, one));
  const latest = new Map(alarms.map((alarm) => [seriesKey(alarm.look), alarm]));
  // Where the whole is unusual, its causes are those of its parts.
  const wholes = new Set(alarms.filter(isWhole).map(({ look }) => look.watch));
  const asked = [...latest.values()].filter((alarm) => isWhole(alarm) || !wholes.has(alarm.look.watch));
  const surest = asked.toSorted((a, b) => a.look.probability - b.look.probability);
  const causes = new Map<string, Cause>();
  for (const alarm of surest.slice(0, EXPLAINED)) causes.set(seriesKey(alarm.look), await explain(round, alarm));
  const business = alarms.map((alarm) => {
    const isPart = wholes.has(alarm.look.watch) && !isWhole(alarm);
    return findingOf(alarm, causes.get(seriesKey(alarm.look)) ?? (isPart ? UNEXPLAINED : ownSlice(alarm)));
  });
  return [...business, ...looked.flatMap((one) => dataFindings(round, one))];
}

interface Alarm {
  readonly of: LookedAt;
  readonly look: Evaluation;
}

function alarmsOf({ latest }: Round, of: LookedAt): readonly Alarm[] {
  const told = of.looks.filter(({ flagged, look, day }) => flagged && look > 0 && isTold(day, latest));
  return told.map((look) => ({ of, look }));
}

function isWhole({ look }: Alarm): boolean {
  return look.series === '';
}

function seriesKey({ watch, series }: Evaluation): string {
  return JSON.stringify([watch, series]);
}

function findingOf({ of: { watch, plan }, look }: Alarm, { everywhere, causes }: Cause): Finding {
  const { channel: channelName } = watch;
  const { upIsGood } = plan.metric;
  const since = look.since ?? look.day;
  const told = { kind: 'business', channelName, since, everywhere, fault: null, upIsGood } as const;
  return { ...told, causes, signal: signalOf(look, plan.metric.id) };
}

function signalOf(look: Evaluation, metric: string): Signal {
  const { watch, series, day, value, expected, low, high, probability } = look;
  return { watch, series, metric, day, value, expected, low, high, probability, direction: look.direction ?? 'down' };
}

/** A part of a number that is unusual is its own explanation, until a better one is known. */
function ownSlice({ of: { plan }, look }: Alarm): Cause {
  if (plan.by === null || look.series === '') return UNEXPLAINED;
  return { everywhere: false, causes: [{ dims: { [plan.by]: look.series }, share: 1 }] };
}

async function explain(round: Round, alarm: Alarm): Promise<Cause> {
  const { plan } = alarm.of;
  const { series, day, since } = alarm.look;
  const asked = { series, since: since ?? day, until: day, expected: expectedSince(alarm) };
  const { everywhere, causes } = await explainSeries(round.desk, plan, asked);
  if (isWhole(alarm)) return everywhere ? { everywhere, causes: [] } : { everywhere, causes: causes.map(sliceOf) };
  if (plan.by === null || everywhere || causes.length === 0) return ownSlice(alarm);
  // Within a part: so that it is one incident with others that have the same cause.
  const part = { [plan.by]: series };
  return {
    everywhere,
    causes: causes.map(sliceOf).map(({ dims, share }) => ({ dims: { ...part, ...dims }, share })),
  };
}

function sliceOf({ dims, share }: Incident['causes'][number]): Incident['causes'][number] {
  return { dims, share };
}

/** The sum over the days that raised it; null where one of them is not known. */
function expectedSince({ of, look }: Alarm): number | null {
  const { series, day, since } = look;
  const days = daysFrom(since ?? day, day);
  const own = of.looks.filter((one) => one.series === series && days.includes(one.day));
  const expected = own.map((one) => one.expected).filter((one) => one !== null);
  return expected.length === days.length ? expected.reduce((sum, one) => sum + one, 0) : null;
}

function dataFindings({ latest, metrics }: Round, { watch, plan, looks, faults }: LookedAt): readonly Finding[] {
  const told = isImported(plan, metrics) ? looks.filter(({ look, day }) => look > 0 && isTold(day, latest)) : [];
  const missing = told.filter(isMissing);
  const lacking = [
    ...faults,
    ...missing.map(({ day }) => ({ day, sentence: `${plan.metric.label} has no value for ${dayText(day)}` })),
  ];
  return lacking.map(({ day, sentence }): Finding => {
    const numbers = { value: null, expected: null, low: null, high: null, probability: 1, direction: 'down' } as const;
    const signal = { watch: watch.key, series: '', metric: plan.metric.id, day, ...numbers };
    const told = { kind: 'data', channelName: watch.channel, since: day, fault: sentence } as const;
    return { ...told, causes: [], everywhere: false, upIsGood: null, signal };
  });
}

const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'short', timeZone: 'UTC' });

function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}
