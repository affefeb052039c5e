// How many rules a second the playbook's conditions decide, against cel-js alone on the same expressions and records.
import { Environment } from '@marcbachmann/cel-js';
import type { Facts } from '#features/playbook/facts.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { median } from './figures.ts';
import type { Result } from './figures.ts';
import { describeLoad } from './report.ts';

const RULES = 1000;
/** Records a round; a round is repeated and its median counts. */
const RECORDS = 200;
const ROUNDS = 11;

/** What ops people write, with the place of a number that differs from rule to rule. */
const CONDITIONS: readonly ((number: number) => string)[] = [
  (number) => `lead.score > ${number % 100} && company.employees > ${number}`,
  (number) => `lead.country == "Germany" && lead.score >= ${number % 100}`,
  (number) => `company.industry in ["SOFTWARE", "BANKING"] || company.employees < ${number}`,
  (number) => `lead.title.contains("VP") && lead.score > ${number % 90}`,
  (number) => `lead.email.endsWith("@company-${number}.test")`,
];
const SOURCES = Array.from({ length: RULES }, (_, index) => CONDITIONS[index % CONDITIONS.length]?.(index) ?? 'true');

export async function rules(): Promise<Result> {
  const ours = playbookRules();
  const theirs = bareRules();
  const records = Array.from({ length: RECORDS }, (_, index) => aRecord(index));
  const agreed = records.every((facts) => matchesOf(ours, facts) === matchesOf(theirs, facts));
  if (!agreed) throw new Error('the playbook and cel-js alone do not decide alike, so they cannot be compared');
  const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each record is new to both, as each event is to the app.
    times.ours.push(secondsFor(ours, records.map(copyOf)));
    times.theirs.push(secondsFor(theirs, records.map(copyOf)));
  }
  const evaluated = RULES * RECORDS;
  return {
    title: `rules: ${RULES.toLocaleString('en-US')} conditions on each of ${RECORDS} records`,
    baseline: 'cel-js alone: the same expressions on plain objects, without values, missing fields or reasons kept',
    figures: [
      {
        what: 'rules decided',
        value: evaluated / median(times.ours),
        unit: '/s',
        baseline: evaluated / median(times.theirs),
        target: null,
      },
      {
        what: `${RULES.toLocaleString('en-US')} rules on one record`,
        value: (median(times.ours) * 1000) / RECORDS,
        unit: 'ms',
        baseline: (median(times.theirs) * 1000) / RECORDS,
        target: null,
      },
    ],
    notes: [`in one process; median of ${ROUNDS} rounds; both decide every rule alike`, describeLoad()],
  };
}

type Decide = (facts: Facts) => boolean;

function playbookRules(): readonly Decide[] {
  const text = `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
rules:
${SOURCES.map((source, index) => `  - { name: r${index}, on: lead.created, if: '${source}', do: [{ alert: { channel: '#leads' } }] }`).join('\n')}
`;
  return readPlaybook(text, 'bench').rules.map((rule) => (facts) => rule.if?.evaluate(facts).matched ?? true);
}

function bareRules(): readonly Decide[] {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  return SOURCES.map((source) => {
    const run = environment.parse(source);
    return (facts) => run(facts) === true;
  });
}

function aRecord(index: number): Facts {
  return {
    lead: {
      email: `lead@company-${index}.test`,
      title: index % 3 === 0 ? 'VP Marketing' : 'Engineer',
      country: index % 2 === 0 ? 'Germany' : 'France',
      score: (index * 7) % 101,
    },
    company: { industry: index % 5 === 0 ? 'SOFTWARE' : 'RETAIL', employees: index * 13 },
    opportunity: null,
  };
}

function copyOf({ lead, company, opportunity }: Facts): Facts {
  return { lead: { ...lead }, company: { ...company }, opportunity };
}

function matchesOf(decide: readonly Decide[], facts: Facts): string {
  return decide.map((one) => Number(one(facts))).join('');
}

function secondsFor(decide: readonly Decide[], records: readonly Facts[]): number {
  const began = performance.now();
  let matched = 0;
  for (const facts of records) for (const one of decide) matched += Number(one(facts));
  if (matched === 0) throw new Error('no rule matched, so nothing was measured');
  return (performance.now() - began) / 1000;
}
