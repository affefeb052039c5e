// From the press of Approve to the card that shows it, through the whole house: people press now here, now there, as
// approvers do.
import { Client } from 'pg';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { askBare, startBareServer } from './bare.ts';
import { evenly } from './evenly.ts';
import { below, median, percentile } from './figures.ts';
import type { Result, Settings } from './figures.ts';
import { inHouse, untilInSlack } from './house.ts';
import type { House, HousePlan } from './house.ts';
import { describeLoad } from './report.ts';

const PER_SECOND = 2;
/** Five channels take a press each two and a half seconds, so no card is edited more often than Slack wants. */
const CHANNELS = 5;
const APPROVERS = ['ana', 'bo', 'cy', 'di'];
const WARM_UP_PRESSES = 20;
const BASELINE_SECONDS = 10;
const CARDS_MS = 120_000;
const LAST_CARD_MS = 15_000;
const BARE = 'bare node:http HMAC check, one conditional UPDATE and one chat.update, the same rate';
const P95_MS = 400;

const names = Array.from({ length: CHANNELS }, (_, index) => `approvals-${index}`);
const PEOPLE = APPROVERS.map((name) => ({ name: `${name} Approver`, email: `${name}@acme.test` }));
const ADDRESSES = PEOPLE.map(({ email }) => email).join(', ');

const PLAN: HousePlan = {
  people: PEOPLE,
  channels: [...names, 'leads', 'ops', 'bare'],
  // Four people who press twice a second are more than Slack's own limits of fifty edits a minute let through.
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR, working_hours: Mon-Sun 00:00-24:00 }
channels: { ops: '#ops', fallback: '#ops' }
roles: { admin: [ana@acme.test] }
intake: { import_brake: { leads: 1000000 } }
rules:
${names
  .map(
    (name) => `  - { name: ${name}, on: lead.created, if: 'lead.source_detail == "${name}"',
      do: [{ alert: { channel: '#leads', gate: ${name} } }] }`,
  )
  .join('\n')}
approvals:
${names
  .map(
    (name) => `  - name: ${name}
    on: action
    channel: '#${name}'
    steps: [{ name: Everybody, all_of: [${ADDRESSES}] }]`,
  )
  .join('\n')}
`,
};

interface Press {
  readonly channel: string;
  readonly ts: string;
  readonly person: string;
}

export function approvals({ seconds }: Settings): Promise<Result> {
  return inHouse(PLAN, async (house) => {
    const bare = await measureBare(house, Math.min(seconds, BASELINE_SECONDS));
    const wanted = WARM_UP_PRESSES + seconds * PER_SECOND;
    const presses = await preparePresses(house, Math.ceil(wanted / APPROVERS.length));
    await pressAll(house.slack, presses.slice(0, WARM_UP_PRESSES));
    const waits = await pressAll(house.slack, presses.slice(WARM_UP_PRESSES, wanted));
    const baseline = (value: number) => ({ name: BARE, value });
    return {
      title: `approvals: the press of Approve to the updated card, ${PER_SECOND} a second over ${CHANNELS} channels, ${seconds} s`,
      figures: [
        { what: 'p50', value: median(waits), unit: 'ms', baseline: baseline(median(bare)), target: null },
        below(
          { what: 'p95', value: percentile(waits, 0.95), unit: 'ms', baseline: baseline(percentile(bare, 0.95)) },
          P95_MS,
        ),
        { what: 'slowest', value: Math.max(...waits), unit: 'ms', baseline: baseline(Math.max(...bare)), target: null },
      ],
      notes: [
        `${waits.length} presses by ${APPROVERS.length} approvers, each shown on the card in its channel; every fourth ends its request`,
        'direct messages of all approvers are kept in step meanwhile; Slack rate limits off',
        'app, PostgreSQL and baseline in processes of their own; sandbox servers and whoever presses share one',
        ...[...house.app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

/** Requests as cards in their channels, and who presses what in which order: each card is pressed by everybody once. */
async function preparePresses({ slack, hubspot }: House, cards: number): Promise<readonly Press[]> {
  for (let index = 0; index < cards; index += 1) {
    const source = names[index % CHANNELS] ?? '';
    hubspot.createContact({
      email: `lead-${index}@company-${index}.test`,
      firstname: 'Bench',
      lastname: `No${index}`,
      lifecyclestage: 'lead',
      hs_analytics_source_data_1: source,
    });
  }
  const posted = () =>
    names.map((name) => slack.workspace.messages(name).filter(({ thread_ts }) => thread_ts === undefined));
  await untilInSlack(slack, CARDS_MS, () => posted().flat().length === cards);
  const rounds = Array.from({ length: Math.ceil(cards / CHANNELS) }, (_, round) => round);
  return rounds.flatMap((round) =>
    APPROVERS.flatMap((person) =>
      posted().flatMap((messages, place) => {
        const message = messages[round];
        return message === undefined ? [] : [{ channel: names[place] ?? '', ts: message.ts, person }];
      }),
    ),
  );
}

/** Milliseconds from each press to the card that shows who pressed. Rejects when one is missing. */
async function pressAll(slack: SlackSandbox, presses: readonly Press[]): Promise<readonly number[]> {
  const waits: number[] = [];
  const open = new Map<string, { readonly since: number; readonly mention: string }>();
  const stop = slack.workspace.onChange((change) => {
    if (change.kind !== 'message_updated') return;
    const pressed = open.get(change.message.ts);
    if (pressed === undefined || !JSON.stringify(change.message.blocks).includes(`${pressed.mention} approved`)) return;
    open.delete(change.message.ts);
    waits.push(performance.now() - pressed.since);
  });
  const outcomes: Promise<unknown>[] = [];
  try {
    await evenly(PER_SECOND, presses.length, (index) => {
      const press = presses[index];
      if (press === undefined) return;
      const someone = slack.workspace.as(press.person);
      open.set(press.ts, { since: performance.now(), mention: `<@${someone.user.id}>` });
      outcomes.push(someone.click(press.channel, press.ts, 'approvals.approve'));
    });
    await Promise.all(outcomes);
    await untilInSlack(slack, LAST_CARD_MS, () => waits.length === presses.length);
  } finally {
    stop();
  }
  return waits;
}

async function measureBare({ slack, databaseUrl }: House, seconds: number): Promise<readonly number[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CREATE TABLE bare_lead (id integer PRIMARY KEY, owner text)');
  await client.query('INSERT INTO bare_lead (id) SELECT generate_series(0, 10000)');
  await client.end();
  const settings = { DATABASE_URL: databaseUrl, BARE_SLACK_API_URL: slack.apiUrl, BARE_SLACK_TOKEN: slack.botToken };
  const server = await startBareServer(settings);
  const channel = slack.workspace.channel('bare').id;
  const waits = new Map<number, number>();
  const sent = new Map<number, number>();
  const stop = slack.workspace.onChange((change) => {
    const number =
      change.kind === 'message_updated' ? Number(/^Bare (\d+)$/u.exec(change.message.text)?.[1]) : Number.NaN;
    const since = sent.get(number);
    if (since !== undefined && !waits.has(number)) waits.set(number, performance.now() - since);
  });
  try {
    await askBare(`${server.url}/card`, JSON.stringify({ channel, text: 'Bare' }));
    const ts = slack.workspace.messages('bare')[0]?.ts;
    const answers: Promise<string>[] = [];
    await evenly(PER_SECOND, seconds * PER_SECOND, (index) => {
      sent.set(index, performance.now());
      const body = JSON.stringify({ lead: index, by: 'ana', channel, ts, text: `Bare ${index}` });
      answers.push(askBare(`${server.url}/approve`, body));
    });
    await Promise.all(answers);
  } finally {
    stop();
    await server.stop();
  }
  // The first requests open connections and compile; they are the baseline's own warm-up.
  return [...waits].filter(([index]) => index >= PER_SECOND).map(([, wait]) => wait);
}
