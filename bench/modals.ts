// Whether Slack's 429 for one channel keeps people elsewhere waiting for their modals: the Why? button of a card in one
// channel, while another channel refuses every message and leads keep coming for it.
import { CARD_ACTIONS } from '#features/leads/card-view.ts';
import { evenly } from './evenly.ts';
import { median, percentile } from './figures.ts';
import type { Result, Settings } from './figures.ts';
import { inHouse, untilInSlack } from './house.ts';
import type { House, HousePlan } from './house.ts';
import { scrape, total } from './metrics.ts';
import { describeLoad } from './report.ts';

const CLICKS_PER_SECOND = 5;
const LEADS_PER_SECOND = 2;
const LONGEST_S = 20;
const CARD_MS = 20_000;
const MODAL_MS = 20_000;
const LIMIT_MS = 300;
const RETRY_AFTER_S = 2;
const ROUNDS = 2;

const PLAN: HousePlan = {
  people: [{ name: 'Ana Rep', email: 'ana@acme.test' }],
  channels: ['calm', 'busy', 'ops'],
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
intake: { import_brake: { leads: 1000000 } }
rules:
  - { name: calm, on: lead.created, if: 'lead.country == "Germany"', do: [{ alert: { channel: '#calm' } }] }
  - { name: busy, on: lead.created, if: 'lead.country == "France"', do: [{ alert: { channel: '#busy' } }] }
`,
};

export function modals({ seconds }: Settings): Promise<Result> {
  return inHouse(PLAN, async (house) => {
    const { slack, app } = house;
    const forSeconds = Math.min(seconds, LONGEST_S);
    createLead(house, 'Germany', 0);
    await untilInSlack(slack, CARD_MS, () => slack.workspace.messages('calm').length === 1);
    await clicks(house, CLICKS_PER_SECOND * 2); // opens connections and compiles
    const waits = { calm: [] as number[], refused: [] as number[] };
    let leads = 1;
    let refusedCalls = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      slack.faults.clear();
      waits.calm.push(...(await whileLeadsCome(house, forSeconds, leads)));
      const before = refusals(await scrape(app.url));
      // Also the edits of a list that leads were put on because the channel was busy.
      slack.faults.next({ method: '*', channel: 'busy', kind: 'rate_limited', retryAfter: RETRY_AFTER_S, times: 1e6 });
      waits.refused.push(...(await whileLeadsCome(house, forSeconds, leads + forSeconds * LEADS_PER_SECOND)));
      refusedCalls += refusals(await scrape(app.url)) - before;
      leads += 2 * forSeconds * LEADS_PER_SECOND;
    }
    if (refusedCalls === 0) throw new Error('Slack refused nothing, so nothing was measured');
    const [value, baseline] = [percentile(waits.refused, 0.99), percentile(waits.calm, 0.99)];
    return {
      title: 'modals: from the click to views.open, while Slack refuses messages for another channel',
      figures: [
        {
          what: 'views.open, p99',
          value,
          unit: 'ms',
          baseline: { name: 'the same leads and clicks without a 429', value: baseline },
          target: { says: `< ${LIMIT_MS} ms more`, met: value - baseline < LIMIT_MS },
        },
        {
          what: 'views.open, median',
          value: median(waits.refused),
          unit: 'ms',
          baseline: { name: 'the same leads and clicks without a 429', value: median(waits.calm) },
          target: null,
        },
      ],
      notes: [
        `${CLICKS_PER_SECOND} clicks and ${LEADS_PER_SECOND} leads a second, turn about, ${ROUNDS} times ${forSeconds} s each; Slack refused ${refusedCalls} calls for the other channel, each with Retry-After ${RETRY_AFTER_S} s`,
        describeLoad(),
      ],
    };
  });
}

function refusals(series: ReadonlyMap<string, number>): number {
  return total(series, 'slack_api_calls_seconds_count', 'rate_limited');
}

async function whileLeadsCome(house: House, seconds: number, from: number): Promise<readonly number[]> {
  const [waits] = await Promise.all([
    clicks(house, seconds * CLICKS_PER_SECOND),
    evenly(LEADS_PER_SECOND, seconds * LEADS_PER_SECOND, (index) => createLead(house, 'France', from + index)),
  ]);
  return waits;
}

function createLead({ hubspot }: House, country: string, index: number): void {
  hubspot.createContact({ email: `lead-${index}@company.test`, firstname: 'Lead', lastname: `No${index}`, country });
}

/** Milliseconds from each click to the modal that it opens. */
async function clicks({ slack }: House, count: number): Promise<readonly number[]> {
  const person = slack.workspace.users().find(({ isBot }) => !isBot);
  const ts = slack.workspace.messages('calm')[0]?.ts;
  if (!person || ts === undefined) throw new Error('there is nobody, or no card');
  const sent: number[] = [];
  const waits: number[] = [];
  // One person and one kind of modal: they open in the order of their clicks.
  const stop = slack.workspace.onChange((change) => {
    if (change.kind === 'view_opened') waits.push(performance.now() - (sent[waits.length] ?? 0));
  });
  try {
    const under: Promise<unknown>[] = [];
    await evenly(CLICKS_PER_SECOND, count, () => {
      sent.push(performance.now());
      under.push(slack.workspace.as(person.id).click('calm', ts, CARD_ACTIONS.why));
    });
    await Promise.all(under);
    await untilInSlack(slack, MODAL_MS, () => waits.length === count);
  } finally {
    stop();
  }
  return waits;
}
