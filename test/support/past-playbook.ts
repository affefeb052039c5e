// The sandbox's own playbook, in another zone or with another fiscal year.
import { readFileSync } from 'node:fs';
import { parsePlaybook } from '#features/playbook/parse.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { TruthRules } from './past-truth/rules.ts';

const TEXT = readFileSync(new URL('../../playbook.yaml', import.meta.url), 'utf8');

export function aPlaybook(zone: string, kpis = ''): Playbook {
  const text = TEXT.replace('timezone: Europe/Berlin', `timezone: ${zone}`).replace('\nkpis:\n', `\nkpis:\n${kpis}`);
  const outcome = parsePlaybook(text);
  if (outcome.kind !== 'valid') throw new Error(JSON.stringify(outcome));
  return outcome.playbook;
}

/** The same rules in the words of the truth. */
export function truthRules({ organization, kpis, teams }: Playbook, now: Date): TruthRules {
  const channels = new Map(Object.entries(kpis.channels).flatMap(([name, raws]) => raws.map((raw) => [raw, name])));
  const owners = new Map([
    ...Object.entries(kpis.teams).flatMap(([name, members]) => members.map((member) => [member, name] as const)),
    ...teams.flatMap(({ name, members }) => members.map((member) => [member, name] as const)),
  ]);
  return {
    zone: organization.timezone,
    now: now.getTime(),
    holidays: new Set(organization.holidays),
    rateOn: (currency, day) =>
      currency === organization.currency
        ? 1
        : (organization.rates[currency]?.findLast(({ from }) => from <= day)?.rate ?? NaN),
    windowDays: kpis.conversion_window / DAY_MS,
    firstTouchMs: kpis.first_touch,
    correctionDays: kpis.correction_days,
    freshDays: kpis.quality.fresh_within / DAY_MS,
    lookbackDays: kpis.attribution.lookback / DAY_MS,
    halfLifeDays: kpis.attribution.half_life / DAY_MS,
    model: kpis.attribution.model,
    marginShare: kpis.margin,
    salesSources: new Set(kpis.sales_sources),
    channelOf: (source) => channels.get(source) ?? null,
    teamOf: (owner) => owners.get(owner) ?? null,
  };
}
