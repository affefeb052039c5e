// A hundred people press Claim on one lead at the same moment: how long until each of them has an answer.
import { Client } from 'pg';
import { askBare, startBareServer } from './bare.ts';
import { median } from './figures.ts';
import type { Result } from './figures.ts';
import { inHouse, untilInSlack } from './house.ts';
import type { House, HousePlan } from './house.ts';
import { describeLoad } from './report.ts';

const RACERS = 100;
const ROUNDS = 8;
/** The first rounds open connections and compile. */
const WARM_UP_ROUNDS = 2;
const CARD_MS = 20_000;
const ANSWERS_MS = 10_000;

const PEOPLE = Array.from({ length: RACERS }, (_, index) => ({
  name: `Racer ${index}`,
  email: `racer-${index}@acme.test`,
}));

const PLAN: HousePlan = {
  people: PEOPLE,
  channels: ['race', 'ops'],
  // A hundred private notes and directory look-ups in one moment are more than Slack's own limits let through.
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
teams:
  - { name: racers, members: [${PEOPLE.map(({ email }) => email).join(', ')}] }
rules:
  - name: race
    on: lead.created
    do: [{ route: { team: racers } }, { alert: { channel: '#race' } }]
`,
};

export function claims(): Promise<Result> {
  return inHouse(PLAN, async (house) => {
    const baseline = await measureBare(house);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await race(house, round));
    return {
      title: `claims: ${RACERS} racing claims on one lead, until the last of them is answered`,
      figures: [
        {
          what: 'all answered',
          value: median(times.slice(WARM_UP_ROUNDS)),
          unit: 'ms',
          baseline: {
            name: 'bare node:http HMAC check and one conditional UPDATE',
            value: median(baseline.slice(WARM_UP_ROUNDS)),
          },
          target: { says: '< 3,000 ms', met: Math.max(...times) < 3000 },
        },
      ],
      notes: [
        `one winner in each of ${ROUNDS} races; median of the last ${ROUNDS - WARM_UP_ROUNDS}; answered means the private note has arrived`,
        'app, PostgreSQL and baseline in processes of their own; Slack rate limits off',
        ...[...house.app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

async function race({ slack, hubspot }: House, round: number): Promise<number> {
  const known = slack.workspace.messages('race').length;
  const cards = () =>
    slack.workspace.messages('race').filter(({ thread_ts }, index) => index >= known && thread_ts === undefined);
  hubspot.createContact({ email: `lead-${round}@company.test`, firstname: 'Lead', lastname: `No${round}` });
  await untilInSlack(slack, CARD_MS, () => cards().length === 1);
  const ts = cards()[0]?.ts ?? '';
  const notesBefore = slack.workspace.notes().length;
  const answered = () => slack.workspace.notes().length - notesBefore >= RACERS;
  const began = performance.now();
  const clicks = slack.workspace
    .users()
    .filter(({ isBot }) => !isBot)
    .map(({ id }) => slack.workspace.as(id).click('race', ts, 'leads.claim'));
  await untilInSlack(slack, ANSWERS_MS, answered);
  const took = performance.now() - began;
  await Promise.all(clicks);
  const winners = slack.workspace
    .notes()
    .slice(notesBefore)
    .filter(({ text }) => text.includes(' is yours. '));
  if (winners.length !== 1) throw new Error(`${winners.length} people won the same lead`);
  return took;
}

async function measureBare({ databaseUrl }: House): Promise<readonly number[]> {
  await prepare(databaseUrl);
  const server = await startBareServer({ DATABASE_URL: databaseUrl });
  const times: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      const answers = await Promise.all(
        PEOPLE.map(({ email }) => askBare(`${server.url}/claim`, JSON.stringify({ lead: round, by: email }))),
      );
      times.push(performance.now() - began);
      if (answers.filter((answer) => answer === 'won').length !== 1) throw new Error('the baseline had no one winner');
    }
  } finally {
    await server.stop();
  }
  return times;
}

async function prepare(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('CREATE TABLE bare_lead (id integer PRIMARY KEY, owner text)');
    await client.query('INSERT INTO bare_lead (id) SELECT generate_series(0, $1)', [ROUNDS]);
  } finally {
    await client.end();
  }
}
