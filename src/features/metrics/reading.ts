// How the playbook reads raw values, in the form that the store asks for.
import { workingHoursOn, type WorkCalendar } from '#features/people/calendar.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { dayIn } from './periods.ts';
import type { Reading, WorkingDays } from './store.ts';

const readings = new WeakMap<Playbook, Reading>();

/** Made once a playbook. */
export function readingOf(playbook: Playbook): Reading {
  const known = readings.get(playbook);
  if (known) return known;
  const reading = made(playbook);
  readings.set(playbook, reading);
  return reading;
}

function made({ kpis, organization, teams }: Playbook): Reading {
  const sources = inverted(kpis.sources);
  const named = (list: readonly string[]): ReadonlySet<string> =>
    new Set(list.map((name) => sources.get(name) ?? name));
  const known = new Map<string, Hours>();
  const calendar: WorkCalendar = {
    zone: organization.timezone,
    week: organization.working_hours,
    holidays: new Set(organization.holidays),
  };
  return {
    zone: organization.timezone,
    currency: organization.currency,
    rates: new Map(Object.entries(organization.rates)),
    sources,
    channels: inverted(kpis.channels),
    marketing: named(kpis.marketing_sources),
    sales: named(kpis.sales_sources),
    segments: kpis.segments.map(({ name, up_to: upTo }) => ({ name, upTo: upTo ?? null })),
    teams: new Map(
      [...teams.map(({ name, members }) => [name, members] as const), ...Object.entries(kpis.teams)]
        .flatMap(([name, members]) => members.map((member) => [member, name] as const))
        .toReversed(),
    ),
    quality: {
      fields: kpis.quality.fields.length,
      freshDays: Math.round(kpis.quality.fresh_within / DAY_MS),
    },
    firstTouchMs: kpis.first_touch,
    correctionDays: kpis.correction_days,
    working: (from, to) => workingDays(calendar, known, from, to),
  };
}

/** A name stands for itself too. The first that names a raw value has it. */
function inverted(named: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  const names = Object.entries(named);
  return new Map([
    ...names.flatMap(([name, raws]) => raws.map((raw) => [raw, name] as const)).toReversed(),
    ...names.map(([name]) => [name, name] as const),
  ]);
}

type Hours = Pick<WorkingDays['days'][number], 'from' | 'to'>;

function workingDays(calendar: WorkCalendar, known: Map<string, Hours>, from: Date, to: Date): WorkingDays {
  const first = dayIn(from, calendar.zone);
  const last = dayIn(to, calendar.zone);
  const days: WorkingDays['days'][number][] = [];
  let before = 0;
  for (let day = first, left = first.until(last).days; left >= 0; day = day.add({ days: 1 }), left -= 1) {
    const name = day.toString();
    const hours = known.get(name) ?? hoursOn(calendar, name);
    known.set(name, hours);
    days.push({ ...hours, before });
    before += hours.to - hours.from;
  }
  return { first: first.toString(), days };
}

function hoursOn(calendar: WorkCalendar, day: string): Hours {
  return workingHoursOn(calendar, day) ?? { from: 0, to: 0 };
}
