// What else happened around some days: holidays, events, campaigns launched or ended, playbooks put in force, systems that
// could not be read.
import { after, DAY_MS } from '#kernel/time.ts';
import { dayAt, startOfDay } from '#features/people/calendar.ts';
import type { Campaign } from '#features/campaigns/campaign.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { specialDay } from '../calendar.ts';
import type { SystemHealth } from '../data-fault.ts';
import type { WatchTx } from '../desk.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { eventsOf, occurrences, placesOf } from '../judging/special-days.ts';
import type { Incident } from '../store.ts';
import { nearbyOf } from '../nearby.ts';
import type { Days, Happening } from '../nearby.ts';
import { daysFrom } from './due-days.ts';

export interface HappeningDeps {
  readonly playbook: Playbook;
  readonly health: readonly SystemHealth[];
}

/** What is looked through. */
const CAMPAIGNS = 200;
/** Of several that ended. */
const ENDS = 2;
const VERSIONS = 10;
const INCIDENTS = 50;
/** Days before that may have to do with it. */
const BEFORE = 3;

export interface Unusual {
  readonly kind: Incident['kind'];
  readonly days: Days;
  /** Ids of the KPIs. */
  readonly metrics: readonly string[];
}

/** Sentences, the nearest first. Throws what the stores throw. */
export async function happeningsAround(
  tx: Pick<WatchTx, 'watches' | 'campaigns' | 'audit' | 'incidents'>,
  deps: HappeningDeps,
  { kind, days, metrics }: Unusual,
): Promise<readonly string[]> {
  const around: Days = { since: dayAfter(days.since, -BEFORE), until: days.until };
  const found = [
    ...holidays(deps.playbook, around),
    ...(await events(tx, deps.playbook, around, metrics)),
    ...(await campaigns(tx, deps.playbook, around)),
    ...(await versions(tx, deps.playbook, around)),
    // Where the data or Signalbox itself is what is wrong, that is the incident, and did not happen beside it.
    ...(kind === 'business' ? await outages(tx, deps, around) : []),
  ];
  return nearbyOf(found, days);
}

function holidays(playbook: Playbook, { since, until }: Days): readonly Happening[] {
  const places = placesOf(playbook);
  return daysFrom(since, until).flatMap((day): Happening[] => {
    const found = specialDay(places, day);
    return found?.kind === 'holiday' ? found.names.map((name) => ({ kind: 'holiday', name, from: day, to: day })) : [];
  });
}

async function events(
  tx: Pick<WatchTx, 'watches'>,
  playbook: Playbook,
  { since, until }: Days,
  metrics: readonly string[],
): Promise<readonly Happening[]> {
  const known = await tx.watches.events();
  const own = new Set(metrics.flatMap((metric) => eventsOf(playbook, known, metric)));
  const found = [...own].flatMap((event) =>
    occurrences(event, since, until).map((days): Happening => ({ kind: 'event', name: event.name, ...days })),
  );
  // An event of several KPIs is one.
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

async function campaigns(
  tx: Pick<WatchTx, 'campaigns'>,
  playbook: Playbook,
  { since, until }: Days,
): Promise<readonly Happening[]> {
  const { timezone: zone } = playbook.organization;
  const all = await tx.campaigns.list({ states: ['live', 'paused', 'killed', 'closed'], limit: CAMPAIGNS });
  const on = (kind: Happening['kind'], { plan }: Campaign, day: string | null): readonly Happening[] =>
    day === null || day < since || day > until ? [] : [{ kind, name: plan.name, from: day, to: day }];
  const begun = all.flatMap((one) => on('campaign', one, one.launchedAt === null ? null : dayAt(zone, one.launchedAt)));
  const ended = all.flatMap((one) => on('campaign_end', one, endOf(one, zone)));
  return [...begun, ...ended.toSorted((a, b) => (a.from < b.from ? 1 : -1)).slice(0, ENDS)];
}

/** As it was planned, where it was stopped no earlier: what a CRM closes is noticed later. */
function endOf({ plan: { endsOn }, state, changedAt }: Campaign, zone: string): string | null {
  if (state !== 'killed' && state !== 'closed') return endsOn;
  const noticed = dayAt(zone, changedAt);
  return endsOn !== null && endsOn < noticed ? endsOn : noticed;
}

async function versions(
  tx: Pick<WatchTx, 'audit'>,
  playbook: Playbook,
  { since }: Days,
): Promise<readonly Happening[]> {
  const { timezone: zone } = playbook.organization;
  const entries = await tx.audit.list({ subject: 'playbook', since: startOfDay(zone, since), limit: VERSIONS });
  return entries.flatMap(({ at, before, playbookVersion }): Happening[] => {
    // The first one changed nothing.
    if (before === null || playbookVersion === null) return [];
    const day = dayAt(zone, at);
    return [{ kind: 'playbook', name: String(playbookVersion), from: day, to: day }];
  });
}

/** Those that go on, and those that were told and are over. */
async function outages(
  tx: Pick<WatchTx, 'incidents'>,
  { playbook, health }: HappeningDeps,
  { since, until }: Days,
): Promise<readonly Happening[]> {
  const { timezone: zone } = playbook.organization;
  const now = health.flatMap(({ name, failingSince }): Happening[] =>
    failingSince === null ? [] : [{ kind: 'outage', name, from: dayAt(zone, failingSince), to: until }],
  );
  const openedSince = after(startOfDay(zone, since), -DAY_MS);
  const told = await tx.incidents.list({ openedSince, limit: INCIDENTS });
  const past = told.flatMap(({ kind, fault, since: from, endedAt }): Happening[] => {
    const system = health.find(({ name }) => fault?.includes(name));
    if (kind !== 'data' || system === undefined) return [];
    const to = endedAt === null ? until : dayAt(zone, endedAt);
    return [{ kind: 'outage', name: system.name, from: from.slice(0, 'yyyy-mm-dd'.length), to }];
  });
  const byName = new Map([...past, ...now].map((one) => [`${one.name}:${one.from}`, one]));
  return [...byName.values()];
}
