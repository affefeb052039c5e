// From a HubSpot webhook to the lead's first card in Slack, through the whole house, leads arriving evenly.
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { askBare, startBareServer } from './bare.ts';
import { evenly } from './evenly.ts';
import { below, median, percentile } from './figures.ts';
import type { Result, Settings } from './figures.ts';
import { inHouse, untilInSlack } from './house.ts';
import type { House, HousePlan } from './house.ts';
import { scrape, total } from './metrics.ts';
import { describeLoad } from './report.ts';

const PER_SECOND = 10;
const CHANNELS = 20;
/** Longer than HubSpot's ten-second window, so that what is measured no longer lives on a full allowance. */
const WARM_UP_SECONDS = 12;
const BASELINE_SECONDS = 10;
const LAST_CARD_MS = 15_000;
const BARE = 'bare node:http HMAC check and one chat.postMessage, the same rate';
const MEDIAN_MS = 300;
const P95_MS = 1000;

const REPS = ['ana', 'bo', 'cy', 'di'].map((name) => ({ name: `${name} Rep`, email: `${name}@acme.test` }));
const NAMES = Array.from({ length: CHANNELS }, (_, index) => `leads-${index}`);

const PLAN: HousePlan = {
  people: REPS,
  channels: [...NAMES, 'ops', ...NAMES.map((name) => `bare-${name}`)],
  slackLimits: 'slack',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
intake: { import_brake: { leads: 1000000 } }
teams:
  - { name: enterprise, members: [${REPS.map(({ email }) => email).join(', ')}] }
rules:
  - name: enterprise-leads
    on: lead.created
    if: lead.score > 85 && company.employees > 500
    do:
      - create_opportunity: { in: salesforce, stage: Prospecting, name: '{{company.name}} - inbound' }
      - route: { team: enterprise }
${NAMES.map(
  (name) => `
  - name: ${name}
    on: lead.created
    if: lead.source_detail == "${name}"
    do: [{ alert: { channel: '#${name}' } }]`,
).join('')}
`,
};

export function latency({ seconds }: Settings): Promise<Result> {
  return inHouse(PLAN, async (house) => {
    const bare = await measureBare(house, Math.min(seconds, BASELINE_SECONDS));
    await arrive(house, 0, WARM_UP_SECONDS * PER_SECOND);
    const before = await scrape(house.app.url);
    const leads = seconds * PER_SECOND;
    const waits = await arrive(house, WARM_UP_SECONDS * PER_SECOND, leads);
    const after = await scrape(house.app.url);
    const spent = (...parts: readonly string[]): number => total(after, ...parts) - total(before, ...parts);
    const hubspotCalls = spent('crm_api_calls_seconds_count', 'hubspot') / leads;
    return {
      title: `latency: HubSpot webhook to first card, ${PER_SECOND} leads/s over ${CHANNELS} channels, ${seconds} s`,
      figures: [
        below(
          { what: 'median', value: median(waits), unit: 'ms', baseline: { name: BARE, value: median(bare) } },
          MEDIAN_MS,
        ),
        below(
          {
            what: 'p95',
            value: percentile(waits, 0.95),
            unit: 'ms',
            baseline: { name: BARE, value: percentile(bare, 0.95) },
          },
          P95_MS,
        ),
        {
          what: 'slowest',
          value: Math.max(...waits),
          unit: 'ms',
          baseline: { name: BARE, value: Math.max(...bare) },
          target: null,
        },
      ],
      notes: [
        `${waits.length} of ${leads} leads got their card; ${house.salesforce.records('Opportunity').length} opportunities made, warm-up included`,
        `${hubspotCalls.toFixed(1)} HubSpot calls a lead; Slack refused ${spent('slack_api_calls_seconds_count', 'rate_limited')} calls for their rate; ${total(after, 'outbox_rows', 'pending')} outbox rows waited at the end`,
        'app, PostgreSQL and baseline in processes of their own; sandbox servers and load share one; Slack rate limits on, HubSpot 190 calls in 10 s',
        'counted from the contact’s creation in HubSpot, each with a company of its own, every second with an opportunity',
        ...[...house.app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

/** Milliseconds to the card of each of `count` leads, numbered from `from`. Rejects when a card is missing. */
async function arrive(house: House, from: number, count: number): Promise<readonly number[]> {
  const watch = watchFor(house.slack, /\bNo(\d+)\b/);
  try {
    await evenly(PER_SECOND, count, (index) => {
      watch.sent(from + index);
      createLead(house, from + index);
    });
    await untilInSlack(house.slack, LAST_CARD_MS, () => watch.waits.size === count);
  } finally {
    watch.stop();
  }
  return [...watch.waits.values()];
}

function createLead({ hubspot }: House, index: number): void {
  // Every second lead of a channel is hot, and every second one of all.
  const hot = (index + Math.floor(index / CHANNELS)) % 2 === 0;
  const domain = `company-${index}.test`;
  const company = hubspot.createCompany({
    name: `Company ${index}`,
    domain,
    numberofemployees: hot ? '1200' : '80',
    country: 'Germany',
  });
  hubspot.createContact(
    {
      email: `lead@${domain}`,
      firstname: 'Bench',
      lastname: `No${index}`,
      jobtitle: 'VP Marketing',
      hubspotscore: hot ? '92' : '70',
      lifecyclestage: 'lead',
      hs_analytics_source_data_1: NAMES[index % CHANNELS] ?? '',
    },
    { companyId: company.id },
  );
}

async function measureBare({ slack }: House, seconds: number): Promise<readonly number[]> {
  const server = await startBareServer({ BARE_SLACK_API_URL: slack.apiUrl, BARE_SLACK_TOKEN: slack.botToken });
  const watch = watchFor(slack, /^Bare (\d+)$/);
  try {
    const answers: Promise<string>[] = [];
    await evenly(PER_SECOND, seconds * PER_SECOND, (index) => {
      watch.sent(index);
      const channel = slack.workspace.channel(`bare-${NAMES[index % CHANNELS]}`).id;
      answers.push(askBare(`${server.url}/card`, JSON.stringify({ channel, text: `Bare ${index}` })));
    });
    await Promise.all(answers);
  } finally {
    watch.stop();
    await server.stop();
  }
  // The first requests open connections and compile; they are the baseline's own warm-up.
  return [...watch.waits].filter(([index]) => index >= PER_SECOND).map(([, wait]) => wait);
}

interface Watch {
  /** Milliseconds that each number waited for its message. */
  readonly waits: ReadonlyMap<number, number>;
  sent(number: number): void;
  stop(): void;
}

/** Times the first message that carries each number that was sent. */
function watchFor(slack: SlackSandbox, numbered: RegExp): Watch {
  const sentAt = new Map<number, number>();
  const waits = new Map<number, number>();
  const stop = slack.workspace.onChange((change) => {
    // A list of leads names them all, and gets further ones by edits.
    if (change.kind !== 'message_posted' && change.kind !== 'message_updated') return;
    for (const [, digits] of change.message.text.matchAll(new RegExp(numbered, 'gu'))) {
      const number = Number(digits);
      const since = sentAt.get(number);
      if (since !== undefined && !waits.has(number)) waits.set(number, performance.now() - since);
    }
  });
  return { waits, stop, sent: (number) => void sentAt.set(number, performance.now()) };
}
