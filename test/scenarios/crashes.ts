// The app is killed with -9 at every step of the flow, over and over, while Slack and the CRMs fail as well. In the end
// no lead is lost, and nothing was done twice.
import { MINUTE_MS } from '#kernel/time.ts';
import { createRandom } from '#sandbox/world/random.ts';
import type { Random } from '#sandbox/world/random.ts';
import type { AppProcess } from '../support/app-process.ts';
import { untilReady } from '../support/house.ts';
import { patiently } from './patience.ts';
import { aPipeline } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/** Where the process dies: failpoints, with the details that the flow has for them. The first two need a quiet queue. */
const STEPS = [
  'poll.received:hubspot',
  'job.taken:tick.late-leads',
  'webhook.stored',
  'inbox.leased',
  'inbox.read:hubspot',
  'absorb.committing',
  'absorb.committed',
  'outbox.leased',
  'crm.answered:salesforce.create',
  'slack.answered:chat.postMessage',
  'outbox.called:lead.card',
  'outbox.committing:crm.create',
  'outbox.settled:crm.create',
  'click.committed',
  'click.acknowledged',
  'crm.answered:hubspot.create',
  'crm.answered:hubspot.assign',
  'crm.answered:salesforce.assign',
  'slack.answered:chat.update',
  'outbox.called:crm.create',
  'outbox.called:crm.assign',
  'outbox.called:lead.thread',
  'outbox.committing:lead.card',
  'outbox.committing:crm.assign',
  'outbox.settled:lead.card',
] as const;

export interface CrashOptions {
  /** How often the app is killed, in all lanes together. */
  readonly deaths: number;
  /** Houses that crash side by side. */
  readonly lanes: number;
  readonly seed: number;
  /** The time that a place is reached at which the app dies is drawn from 1 to this. */
  readonly latest: number;
}

const REACHED_WITHIN_MS = 120_000;
const ANOTHER_LEAD_MS = 1500;
const PATIENCE_MS = 240_000;
/** In the quiet end. */
const MINUTE_TAKES_MS = 1000;
/** Longer than the playbook's `poll_every`. */
const POLLED_EVERY_MS = 10 * MINUTE_MS;

/** Returns what was reached: each step with how often the app died there. */
export async function crashEverywhere(
  { deaths, lanes, seed, latest }: CrashOptions,
  report: (line: string) => void,
): Promise<ReadonlyMap<string, number>> {
  const random = createRandom(seed);
  const steps = Array.from({ length: deaths }, (_, index) => STEPS[index % STEPS.length] ?? STEPS[0]);
  const strikes = steps.map((step) => `${step}=kill@${mayRecur(step) ? random.between(1, latest) : 1}`);
  const plans = Array.from({ length: lanes }, (_, lane) => strikes.filter((_, index) => index % lanes === lane));
  await Promise.all(plans.map((plan) => crashLane(plan, random, report)));
  return new Map([...Map.groupBy(steps, (step) => step)].map(([step, times]) => [step, times.length]));
}

/** What happens once a lead or more; the others would have to be waited for by the minute. */
function mayRecur(step: string): boolean {
  return !step.startsWith('poll.') && !step.startsWith('job.');
}

async function crashLane(strikes: readonly string[], random: Random, report: (line: string) => void): Promise<void> {
  const pipeline = await aPipeline();
  try {
    // Connected once: what is in a CRM before that is never announced.
    await pipeline.house.stop();
    const stop = pipeline.pressClaims();
    for (const strike of strikes) {
      breakSomething(pipeline, random);
      await dieAt(pipeline, strike);
      report(`died at ${strike}, ${pipeline.names.length} leads so far`);
    }
    await pipeline.house.startProcess();
    await untilReady(pipeline.house);
    await comeToRest(pipeline);
    await stop();
  } finally {
    await pipeline.close();
  }
}

/** Nothing breaks any more, and time goes by quickly: nobody waits for a poll or for the next try of what failed. */
async function comeToRest({ house, expectExactlyOnce }: Pipeline): Promise<void> {
  house.slack.faults.clear();
  house.hubspot.clearFaults();
  house.salesforce.faults.clear();
  const goingBy = setInterval(() => house.clock.moveBy(MINUTE_MS), MINUTE_TAKES_MS);
  try {
    // The last process that was killed may have held the poll.
    await patiently(PATIENCE_MS, () => house.tick('reconcile-hubspot'));
    await expectExactlyOnce(PATIENCE_MS);
  } finally {
    clearInterval(goingBy);
  }
}

/** Leads come in until the app is dead. */
async function dieAt({ house, enter, keepComing }: Pipeline, strike: string): Promise<void> {
  // A process polls as soon as it is connected, where the last poll is long enough ago.
  if (strike.startsWith('poll.')) house.clock.moveBy(POLLED_EVERY_MS);
  const app = await house.startProcess({ FAILPOINTS: strike });
  enter();
  const stop = keepComing(ANOTHER_LEAD_MS);
  const tick = /tick\.(?<name>[a-z-]+)/u.exec(strike)?.groups?.['name'];
  if (tick !== undefined) await house.tick(tick);
  try {
    await deadWithin(app, strike);
  } finally {
    stop();
  }
}

async function deadWithin(app: AppProcess, strike: string): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`the app never came to ${strike}`)), REACHED_WITHIN_MS);
  const { signal } = await Promise.race([app.exited, late.promise]).finally(() => clearTimeout(timer));
  if (signal !== 'SIGKILL') throw new Error(`the app did not die at ${strike} but by ${String(signal)}`);
}

/** Something of what networks and tired vendors do to the next calls. */
function breakSomething({ house: { slack, hubspot, salesforce } }: Pipeline, random: Random): void {
  const method = random.pick(['chat.postMessage', 'chat.update', 'conversations.history', 'users.info']);
  slack.faults.next({ method, kind: random.pick(['drop_after_commit', 'status', 'hang', 'rate_limited', 'reset']) });
  hubspot.fault({
    method: random.pick(['POST', 'PATCH']),
    kind: random.pick(['drop_after_commit', 'status', 'rate_limited', 'reset']),
  });
  salesforce.faults.inject({
    methods: [random.pick(['POST', 'PATCH', 'GET'])],
    times: 1,
    ...random.pick([{ kind: 'drop_after_commit' }, { kind: 'status', status: 503 }, { kind: 'reset' }] as const),
  });
}
