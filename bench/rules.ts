// How many rules a second the playbook decides, against json-rules-engine with the same rules, and cel-js alone.
// Left out: recording what fires, which happens for few rules and is the database's time.
import type { Facts } from '#features/playbook/facts.ts';
import { atLeast, median } from './figures.ts';
import type { Result } from './figures.ts';
import { describeLoad } from './report.ts';
import { aRecord, celRules, jsonRules, playbookRules } from './rule-book.ts';
import type { Decide } from './rule-book.ts';

const RULES = 1000;
const ROUNDS = 16;
/** The first rounds compile. */
const WARM_UP_ROUNDS = 7;
/** Records a round: json-rules-engine takes as long for one as the others for fifty. */
const RECORDS = { playbook: 200, cel: 200, json: 5 } as const;
const TIMES = 40;

type Engine = keyof typeof RECORDS;

export async function rules(): Promise<Result> {
  const decide: Readonly<Record<Engine, Decide>> = {
    playbook: playbookRules(RULES),
    cel: celRules(RULES),
    json: jsonRules(RULES),
  };
  await requireAgreement(decide);
  const times: Record<Engine, number[]> = { playbook: [], cel: [], json: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const engine of ['playbook', 'json', 'cel'] as const) {
      times[engine].push(await secondsARecord(decide[engine], RECORDS[engine]));
    }
  }
  const perSecond = (engine: Engine): number => RULES / median(times[engine].slice(WARM_UP_ROUNDS));
  const what = 'rules decided';
  return {
    title: `rules: ${RULES.toLocaleString('en-US')} conditions on one record after the other`,
    figures: [
      atLeast(
        {
          what,
          value: perSecond('playbook'),
          unit: '/s',
          baseline: { name: 'json-rules-engine, the same rules', value: perSecond('json') },
        },
        TIMES,
      ),
      {
        what,
        value: perSecond('playbook'),
        unit: '/s',
        baseline: { name: 'cel-js alone, plain objects', value: perSecond('cel') },
        target: null,
      },
    ],
    notes: [
      `one process, turn about, median of ${ROUNDS - WARM_UP_ROUNDS} rounds; all three match the same rules on each of ${RECORDS.json} records, the first two on ${RECORDS.playbook}`,
      describeLoad(),
    ],
  };
}

/** Throws when an engine decides otherwise than the playbook: then they cannot be compared. */
async function requireAgreement(decide: Readonly<Record<Engine, Decide>>): Promise<void> {
  let matched = 0;
  for (const engine of ['cel', 'json'] as const) {
    for (let index = 0; index < RECORDS[engine]; index += 1) {
      const [ours, theirs] = await Promise.all([decide.playbook(aRecord(index)), decide[engine](aRecord(index))]);
      if (ours.join() !== theirs.join()) throw new Error(`${engine} and the playbook do not decide alike`);
      matched += ours.length;
    }
  }
  if (matched === 0) throw new Error('no rule matched, so nothing was measured');
}

/** Each record is new to the engine, as each event is to the app. */
async function secondsARecord(decide: Decide, count: number): Promise<number> {
  const records: readonly Facts[] = Array.from({ length: count }, (_, index) => aRecord(index));
  const began = performance.now();
  for (const facts of records) await decide(facts);
  return (performance.now() - began) / 1000 / count;
}
