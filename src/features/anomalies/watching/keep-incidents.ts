// Findings become incidents, or join those that are open; what is calm again recovers. In one transaction with the looks that
// it follows from.
import { after, HOUR_MS } from '#kernel/time.ts';
import type { Cause } from '#features/messages/intents.ts';
import { personNamed } from '#features/people/owner-of.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { showOnHomes } from '../asking/show-on-homes.ts';
import type { SystemHealth } from '../data-fault.ts';
import type { WatchTx } from '../desk.ts';
import { groupFindings, isSameSeries } from '../incident-groups.ts';
import type { Finding, Group, Related } from '../incident-groups.ts';
import { begin, join, recoveredOn } from '../incidents.ts';
import { cardIntent, lineIntent } from '../intents.ts';
import { areRelated } from '../related-metrics.ts';
import type { Evaluation, Incident, Watch } from '../store.ts';
import { recoveryWords, updateWords } from '../telling/incident-words.ts';
import { happeningsAround } from './happenings.ts';
import { incidentSubject, metricsOf, SYSTEM } from './incident-course.ts';
import { isSnoozed, tellIncident } from './tell-incident.ts';

export interface KeepDeps {
  readonly playbook: Playbook;
  /** All that there are: what nobody watches any more does not keep an incident open. */
  readonly watches: readonly Watch[];
  readonly health: readonly SystemHealth[];
}

/** Of Signalbox itself every few minutes are looked at; these are enough to see that it is calm. */
const OWN_LOOKS_MS = HOUR_MS;
const NO_END = '9999-12-31';

/**
 * @param looks of this round, which are kept already: incidents of other watches have nothing new to tell.
 * Throws what the stores throw.
 */
export async function keepFindings(
  tx: WatchTx,
  deps: KeepDeps,
  findings: readonly Finding[],
  looks: readonly Evaluation[],
  cause: Cause,
): Promise<void> {
  const open = await tx.incidents.open();
  const joined = new Set<number>();
  for (const group of groupFindings(findings, open, relatedBy(deps.playbook))) {
    if (group.incident !== null) joined.add(group.incident.id);
    await takeIn(tx, deps, group, cause);
  }
  const looked = new Set(looks.map(({ watch }) => watch));
  for (const incident of open) {
    const isLookedAt = incident.signals.some(({ watch }) => looked.has(watch));
    if (isLookedAt && !joined.has(incident.id)) await recover(tx, deps, incident, cause);
  }
}

/** What Signalbox measures of itself moves by itself. */
function relatedBy(playbook: Playbook): Related {
  const metrics = catalogue(playbook);
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  return (a, b) => {
    const [one, other] = [byId.get(a), byId.get(b)];
    return a === b || (one !== undefined && other !== undefined && areRelated(one, other, metrics));
  };
}

function takeIn(tx: WatchTx, deps: KeepDeps, { incident, findings }: Group, cause: Cause): Promise<void> {
  return incident === null ? open(tx, deps, findings, cause) : goOn(tx, deps, incident, findings, cause);
}

async function open(tx: WatchTx, deps: KeepDeps, findings: readonly Finding[], cause: Cause): Promise<void> {
  const { at, correlationId } = cause;
  const course = begin(findings);
  const assignee = await assigneeOf(tx, deps, findings);
  const added = await tx.incidents.add({
    ...course,
    ...(await surroundings(tx, deps, course, findings)),
    state: 'open',
    openedAt: at,
    changedAt: at,
    endedAt: null,
    assignee,
    acknowledgedBy: null,
    acknowledgedAt: null,
    remindedAt: null,
    snoozedUntil: null,
    verdict: null,
    judgedBy: null,
    digested: false,
    told: null,
    card: null,
  });
  const { kind, severity, channelName: channel, since } = added;
  const entry = { kind, severity, channel, since, metrics: metricsOf(added) };
  const subject = incidentSubject(added);
  await tx.audit.append({ at, action: 'incident.opened', actor: SYSTEM, subject, after: entry, correlationId });
  const told = await tellIncident(tx, deps.playbook, { incident: added, line: null }, cause);
  // Whoever gets it as a direct message knows.
  if (assignee !== null && told.told !== null && assignee !== channel) {
    const line = { incident: told.id, text: 'This is yours at first: the watch says so.', mention: assignee };
    await tx.outbox.put(lineIntent(line, 'assigned', correlationId));
  }
  await showOnHomes(tx, deps.playbook, [assignee], cause);
}

async function goOn(
  tx: WatchTx,
  deps: KeepDeps,
  before: Incident,
  findings: readonly Finding[],
  cause: Cause,
): Promise<void> {
  const joined = join(before, findings);
  // Further parts of a number that is unusual as a whole explain it no better.
  const course = isOfParts(before, findings) ? { ...joined, causes: before.causes } : joined;
  const incident = { ...course, ...(await surroundings(tx, deps, course, findings)), changedAt: cause.at };
  const news = findings.filter(({ signal }) => !before.signals.some((old) => isSame(old, signal)));
  const line = news.length === 0 ? null : updateWords(before, news, deps);
  const told = await tellIncident(tx, deps.playbook, { incident, line }, cause);
  if (told.severity !== before.severity) await showOnHomes(tx, deps.playbook, [told.assignee], cause);
}

function isOfParts({ signals }: Incident, findings: readonly Finding[]): boolean {
  return findings.every(
    ({ signal: { watch, series } }) =>
      series !== '' && signals.some((known) => known.watch === watch && known.series === ''),
  );
}

function isSame(old: Incident['signals'][number], signal: Finding['signal']): boolean {
  return isSameSeries(old, signal) && old.day === signal.day;
}

/** What the findings say beside their numbers, and what else happened. */
async function surroundings(
  tx: WatchTx,
  deps: KeepDeps,
  course: Pick<Incident, 'kind' | 'since' | 'signals'>,
  findings: readonly Finding[],
): Promise<Pick<Incident, 'everywhere' | 'fault' | 'nearby'>> {
  const days = course.signals.map(({ day }) => dayPart(day));
  const until = days.reduce((last, day) => (day > last ? day : last), dayPart(course.since));
  const around = { since: dayPart(course.since), until };
  const unusual = { kind: course.kind, days: around, metrics: metricsOf(course) };
  const nearby = await happeningsAround(tx, deps, unusual);
  const faults = findings.map(({ fault }) => fault).filter((fault) => fault !== null);
  const everywhere = findings.some((finding) => finding.everywhere) && findings.every(hasNoSlice);
  return { everywhere, fault: faults.at(-1) ?? null, nearby };
}

function hasNoSlice({ causes }: Finding): boolean {
  return causes.length === 0;
}

/** Of a minute its day. */
function dayPart(day: string): string {
  return day.slice(0, 'yyyy-mm-dd'.length);
}

async function assigneeOf(
  { directory }: WatchTx,
  { playbook, watches }: KeepDeps,
  findings: readonly Finding[],
): Promise<Incident['assignee']> {
  for (const { signal } of findings) {
    const email = watches.find(({ key }) => key === signal.watch)?.assignee ?? null;
    const person = email === null ? null : await personNamed({ directory, playbook }, email);
    if (person !== null) return person.id;
  }
  return null;
}

async function recover(tx: WatchTx, deps: KeepDeps, incident: Incident, cause: Cause): Promise<void> {
  const { at, correlationId } = cause;
  const living = new Set(deps.watches.map(({ key }) => key));
  const signals = incident.signals.filter(({ watch }) => living.has(watch));
  const watches = [...new Set(signals.map(({ watch }) => watch))];
  const looks = await tx.watches.looks({ watches, from: lookedAtFrom(incident, at), to: NO_END });
  const on = recoveredOn({ ...incident, signals }, looks);
  if (on === null) return;
  const saved = await tx.incidents.save({ ...incident, state: 'recovered', endedAt: at, changedAt: at });
  await tx.audit.append({
    at,
    action: 'incident.recovered',
    actor: SYSTEM,
    subject: incidentSubject(saved),
    before: { state: incident.state },
    after: { state: saved.state, on },
    correlationId,
  });
  await showOnHomes(tx, deps.playbook, [saved.assignee], cause);
  if (saved.told === null) return;
  await tx.outbox.put(cardIntent(saved, false, correlationId));
  if (isSnoozed(saved, at)) return;
  const line = { incident: saved.id, text: recoveryWords(saved, deps), mention: null };
  await tx.outbox.put(lineIntent(line, 'recovered', correlationId));
}

/** Where all of it is read by the minute, the last of them; days from the first. */
function lookedAtFrom({ since, signals }: Incident, now: Date): string {
  if (signals.some(({ day }) => dayPart(day) === day)) return dayPart(since);
  const recent = minuteOf(after(now, -OWN_LOOKS_MS));
  return recent > since ? recent : since;
}

/** As the looks of Signalbox itself are named: `2026-11-20T10:15Z`. */
export function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;
}
