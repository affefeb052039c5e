// The app is down for a day while leads change and new ones come. After its start all are found, and each once: whether
// the webhooks of that day were given up or are still being repeated.
import { expect } from 'vitest';
import { DAY_MS } from '#kernel/time.ts';
import { handsOn } from '../support/crm-hands.ts';
import { aHouse, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { patiently } from './patience.ts';

/** Webhooks are lost on the first day, and repeated until they are taken on the second, when a quarter as many change. */
const DAYS = [
  { day: 1, score: 50, webhooks: 'given up', share: 1 },
  { day: 2, score: 90, webhooks: 'repeated', share: 0.25 },
] as const;
const STEPS = 24;

const PLAYBOOK = `version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
roles: { admin: [ops@acme.test], ops: [ops@acme.test] }
channels: { ops: '#revops', fallback: '#revops' }
intake: { import_brake: { leads: 1000000 } }
rules:
${DAYS.map(
  ({ day, score }) => `  - name: changed-on-day-${day}
    on: lead.updated
    if: lead.score == ${score}
    do: [{ create_task: { in: hubspot, subject: 'Day ${day} {{lead.name}}' } }]
  - name: new-on-day-${day}
    on: lead.created
    within: 3d
    if: lead.score == ${score + 1}
    do: [{ create_task: { in: hubspot, subject: 'New ${day} {{lead.name}}' } }]`,
).join('\n')}
`;

export interface CatchUpFigures {
  /** Leads that changed and that were new, of both days. */
  readonly found: number;
  /** Milliseconds from the start of the app until all was found and done, by day. */
  readonly tookMs: readonly number[];
}

export async function missTwoDays(leads: number, patienceMs: number): Promise<CatchUpFigures> {
  const house = await aHouse({ crms: ['hubspot'], playbook: PLAYBOOK });
  try {
    const hubspot = handsOn(house, 'hubspot');
    const known = new Map<string, string>();
    const meet = (name: string, score: number): void => void known.set(name, hubspot.createLead({ name, score }));
    for (let number = 0; number < leads; number += 1) meet(`Known No${number}.`, 10);
    await patiently(patienceMs, async () => expect(await leadsWith(house, 10)).toBe(leads));

    const tookMs: number[] = [];
    const expected: string[] = [];
    for (const { day, score, webhooks, share } of DAYS) {
      const fresh = Math.ceil((leads * share) / 10);
      await house.stop();
      house.webhooks.setPaused(webhooks === 'given up');
      const changing = [...known].filter(([name]) => name.startsWith('Known')).slice(0, Math.ceil(leads * share));
      for (let step = 0; step < STEPS; step += 1) {
        house.clock.moveBy(DAY_MS / STEPS);
        for (const [, id] of changing.filter((_, index) => index % STEPS === step)) hubspot.setScore(id, score);
        for (let number = step; number < fresh; number += STEPS) meet(`New No${number} of ${day}.`, score + 1);
      }
      house.webhooks.setPaused(false);
      expected.push(...changing.map(([name]) => `Day ${day} ${name}`));
      for (let number = 0; number < fresh; number += 1) expected.push(`New ${day} New No${number} of ${day}.`);
      const began = performance.now();
      await house.start();
      await untilReady(house);
      await patiently(patienceMs, () => expect(hubspot.tasks().length).toBeGreaterThanOrEqual(expected.length));
      await patiently(patienceMs, () => expectAtRest(house));
      tookMs.push(performance.now() - began);
      expect(subjectsOf(hubspot.tasks())).toEqual(expected.toSorted());
      expect(await leadsWith(house, score)).toBe(changing.length);
      expect(await house.rows('SELECT id FROM lead')).toHaveLength(known.size);
    }
    expect(await house.rows(`SELECT key FROM inbox WHERE state = 'failed'`)).toEqual([]);
    expect(house.errors).toEqual([]);
    return { found: expected.length, tookMs };
  } finally {
    await house.close();
  }
}

function subjectsOf(tasks: readonly { readonly subject: string }[]): readonly string[] {
  return tasks.map(({ subject }) => subject).toSorted();
}

async function leadsWith(house: House, score: number): Promise<number> {
  return (await house.rows('SELECT id FROM lead WHERE score = $1', [score])).length;
}

async function expectAtRest(house: House): Promise<void> {
  const [left] = await house.rows(`
    SELECT (SELECT count(*)::int FROM inbox WHERE state = 'pending') AS inbox,
      (SELECT count(*)::int FROM outbox WHERE state = 'pending') AS outbox`);
  expect(left).toEqual({ inbox: 0, outbox: 0 });
}
