// Many leads at once in one channel: each is announced once and can be claimed, and the channel hears from us at most once
// a second, in the app's time, which stands still but for the steps that are taken here.
import { expect, vi } from 'vitest';
import { checkMessage } from '#blockkit/check-blocks.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { aHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { buttonsIn } from './buttons.ts';
import type { SeenButton } from './buttons.ts';
import { heapInUse } from './heap.ts';
import { createStillClock } from './still-clock.ts';

export interface BurstFigures {
  readonly leads: number;
  readonly cards: number;
  readonly lists: number;
  /** Calls to Slack in the channel: posts, edits and thread lines. */
  readonly calls: number;
  /** App time until all was said. */
  readonly minutes: number;
  /** Real time of it. */
  readonly tookMs: number;
  /** Bytes of the heap at ten points while many lists go out; empty for few. The sandbox's own messages are among them. */
  readonly heap: readonly number[];
}

const CHANNEL = 'inbound-leads';
const REPS = ['ana', 'bo', 'cy'];
/** Lists from which on the heap is looked at: a full collection takes its time. */
const HEAP_FROM = 50;
/** Leads of which one is claimed while lists still wait, and one in the end. */
const SAMPLE_OF = 25;
const PLAYBOOK = `version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
roles: { admin: [ops@acme.test], ops: [ops@acme.test] }
channels: { ops: '#revops', fallback: '#revops' }
intake: { import_brake: { leads: 1000000 } }
rules: []
`;

/** @param patienceMs for the slowest single step, on a busy machine. */
export async function burst(
  leads: number,
  patienceMs: number,
  report: (line: string) => void = () => undefined,
): Promise<BurstFigures> {
  const clock = createStillClock();
  const house = await aHouse({ crms: ['hubspot'], playbook: PLAYBOOK, clock });
  try {
    const began = performance.now();
    const calls = callsIn(house, CHANNEL);
    await letGo(house, leads);
    await atRest(house, patienceMs);
    report(`${leads} leads placed after ${seconds(began)}`);
    const startedAt = clock.now();
    await claimSome(house, leads, patienceMs, 'early');
    const lists = await pending(house);
    const heap = lists < HEAP_FROM ? [] : [heapInUse()];
    await untilSaid(house, patienceMs, async () => {
      const left = await pending(house);
      if (heap.length === 0 || left > (lists * (9 - heap.length)) / 9) return;
      heap.push(heapInUse());
      report(`${left} lists wait after ${seconds(began)}, heap ${Math.round((heap.at(-1) ?? 0) / 1e6)} MB`);
    });
    const minutes = (clock.now().getTime() - startedAt.getTime()) / 60_000;
    await claimSome(house, leads, patienceMs, 'late');
    await untilSaid(house, patienceMs);

    expectEachOnce(house.slack, leads);
    expectPaced(calls);
    expect(house.errors).toEqual([]);
    const messages = announcing(house.slack);
    for (const message of messages) expect(checkMessage(message)).toEqual([]);
    const cards = messages.filter(
      ({ blocks }) => buttonsIn(blocks).filter(isClaim).length <= 1 && !isList(blocks),
    ).length;
    return {
      leads,
      cards,
      lists: messages.length - cards,
      calls: calls.length,
      minutes,
      tookMs: performance.now() - began,
      heap,
    };
  } finally {
    await house.close();
  }
}

/** App time, in milliseconds, of each message, reply and edit in a channel. */
function callsIn({ slack, clock }: House, channel: string): readonly number[] {
  const { id } = slack.workspace.channel(channel);
  const calls: number[] = [];
  slack.workspace.onChange((change) => {
    if (change.kind !== 'message_posted' && change.kind !== 'message_updated') return;
    if (change.message.channel === id && change.message.bot_id !== undefined) calls.push(clock.now().getTime());
  });
  return calls;
}

function expectPaced(calls: readonly number[]): void {
  const gaps = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
  expect(gaps.filter((gap) => gap < 1000)).toEqual([]);
}

/** What ops let go of a held import leaves behind at once: leads, and an intent for the card of each. */
async function letGo({ rows, clock }: House, leads: number): Promise<void> {
  await rows(
    `WITH made AS (
       INSERT INTO lead (id, facts, search_text, score, score_reasons, state, standing, card_target, created_at, seen_at, changed_at)
       SELECT gen_random_uuid(), jsonb_build_object('opportunity', null, 'lead',
           jsonb_build_object('name', 'Burst No' || number || '.', 'title', 'VP Marketing', 'source', 'PAID_SEARCH'),
           'company', jsonb_build_object('name', 'Company ' || number)),
         'burst', number % 100, '[]', 'open', 'announced', '#${CHANNEL}', $2, $2, $2
       FROM generate_series(1, $1::int) AS number RETURNING id
     ), asked AS (
       INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at)
       SELECT 'card:' || id || ':burst', 'lead.card', 'card:' || id, 5,
         jsonb_build_object('lead', id, 'first', true), 'burst', $2, $2 FROM made RETURNING id
     )
     SELECT pg_notify('outbox', '') FROM asked LIMIT 1`,
    [leads, clock.now()],
  );
}

async function pending(house: House): Promise<number> {
  const rows = await house.rows<{ lists: number }>('SELECT count(*)::int AS lists FROM card_list WHERE ts IS NULL');
  return rows[0]?.lists ?? 0;
}

/** Lets what is due run, then moves the clock to what is due next, until nothing waits. */
async function untilSaid(house: House, patienceMs: number, afterStep = async () => undefined as void): Promise<void> {
  for (;;) {
    if (!(await step(house, patienceMs))) return;
    await afterStep();
  }
}

/** False when nothing is due any more, now or later. */
async function step(house: House, patienceMs: number): Promise<boolean> {
  const { clock, rows } = house;
  await atRest(house, patienceMs);
  const [next] = await rows<{ due: Date | null }>(`SELECT min(due_at) AS due FROM outbox WHERE state = 'pending'`);
  if (!next?.due) return false;
  clock.moveBy(Math.max(0, next.due.getTime() - clock.now().getTime()));
  await rows(`SELECT pg_notify('outbox', '')`);
  return true;
}

function atRest(house: House, patienceMs: number): Promise<void> {
  const look = async () => expect(await running(house)).toBe(0);
  return vi.waitFor(look, { timeout: patienceMs, interval: 10 });
}

async function running({ clock, rows }: House): Promise<number> {
  const [row] = await rows<{ busy: number }>(
    `SELECT (SELECT count(*) FROM outbox WHERE state = 'pending' AND (due_at <= $1 OR leased_until > clock_timestamp()))::int
       + (SELECT count(*) FROM inbox WHERE state = 'pending')::int AS busy`,
    [clock.now()],
  );
  return row?.busy ?? 0;
}

/** Reps press Claim on rows and cards that stand in Slack by now; each is told that the lead is theirs. */
async function claimSome(house: House, leads: number, patienceMs: number, when: 'early' | 'late'): Promise<void> {
  // A few steps, so that there is something to press.
  const steps = when === 'early' ? 12 : 0;
  for (let taken = 0; taken < steps; taken += 1) await step(house, patienceMs);
  const claimable = announcing(house.slack).flatMap((message) =>
    buttonsIn(message.blocks)
      .filter(isClaim)
      .map(({ value }) => ({ message, value })),
  );
  expect(claimable.length).toBeGreaterThan(0);
  // A card of its own is edited as soon as somebody clicks, once the channel is quiet again; a list in its turn always.
  const among = when === 'early' ? claimable : claimable.filter(({ message }) => isList(message.blocks));
  const sample = among.filter((_, index) => index % SAMPLE_OF === 0).slice(0, Math.ceil(leads / SAMPLE_OF / 2));
  for (const [index, { message, value }] of sample.entries()) {
    const rep = house.slack.workspace.as(REPS[index % REPS.length] ?? 'ana');
    const outcome = await rep.click(message.channel, message.ts, 'leads.claim', value);
    expect(outcome.kind).toBe('acknowledged');
  }
  const claimed = await house.rows(`SELECT 1 FROM lead WHERE state = 'claimed' AND id = ANY($1::uuid[])`, [
    sample.map(({ value }) => value),
  ]);
  expect(claimed).toHaveLength(sample.length);
}

function announcing({ workspace }: SlackSandbox): readonly WireMessage[] {
  return workspace
    .messages(CHANNEL)
    .filter(({ bot_id: bot, thread_ts: thread }) => bot !== undefined && thread === undefined);
}

/** Every lead stands in exactly one message, open ones with a Claim button, the others with who holds them. */
function expectEachOnce(slack: SlackSandbox, leads: number): void {
  const times = new Map<string, number>();
  const claims = new Set<string>();
  for (const { blocks, text } of announcing(slack)) {
    for (const [, name = ''] of text.matchAll(/\b(No\d+)\./gu)) times.set(name, (times.get(name) ?? 0) + 1);
    for (const button of buttonsIn(blocks).filter(isClaim)) claims.add(button.value);
  }
  expect(times.size).toBe(leads);
  expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
  const held = announcing(slack).reduce(
    (sum, { blocks }) => sum + (JSON.stringify(blocks).match(/\*[Cc]laimed\* by/gu)?.length ?? 0),
    0,
  );
  expect(claims.size + held).toBe(leads);
}

const isClaim = ({ action }: SeenButton): boolean => action === 'leads.claim';
const isList = (blocks: unknown): boolean => JSON.stringify(blocks).includes('leads.more');

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
