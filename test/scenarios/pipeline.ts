// The flow that scenarios break, with everything in it: each lead of HubSpot gets an opportunity in Salesforce, a task in
// HubSpot, an offer and a card; reps press Claim wherever they see it. And what must hold of it in the end.
import { expect } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { toldTo } from '../support/house-people.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { aHouse } from '../support/house.ts';
import type { House, HouseOptions } from '../support/house.ts';
import { patiently } from './patience.ts';

/** Slack takes a message a second a channel, so the cards are spread. */
const CHANNELS = Array.from({ length: 10 }, (_, index) => `desk-${index}`);
const RULES = CHANNELS.map(
  (channel, index) => `  - name: ${channel}
    on: lead.created
    if: lead.score % 10 == ${index}
    do:
      - create_opportunity: { in: salesforce, stage: Prospecting, name: '{{company.name}} - inbound' }
      - create_task: { in: hubspot, subject: 'Call {{lead.name}}' }
      - route: { team: enterprise, claim_by: anyone }
      - alert: { channel: '#${channel}' }`,
).join('\n');

/** Leads that nobody owns yet, above which no further ones come in. */
const MOST_WAITING = 12;

/** One row of each for each lead, however often the work was begun. */
const ONCE = [
  'lead.seen',
  'rule.fired',
  'lead.routed',
  'lead.announced',
  'crm.opportunity_created',
  'crm.task_created',
  'slack.card_posted',
];

export interface Pipeline {
  readonly house: House;
  /** Names of all leads so far. */
  readonly names: readonly string[];
  /** A lead comes into being in HubSpot. */
  enter(): string;
  /**
   * Reps press Claim on every card that shows it, again where they were not answered, until told to stop. Stopping
   * answers how the clicks went.
   */
  pressClaims(): () => Promise<readonly string[]>;
  /** Leads come in at this pace until told to stop, though never more than a busy machine gets done. */
  keepComing(everyMs: number): () => void;
  /** Waits until every lead is claimed and nothing is left to do; then throws for anything lost or done twice. */
  expectExactlyOnce(patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function aPipeline(options: Omit<HouseOptions, 'playbook' | 'channels'> = {}): Promise<Pipeline> {
  const house = await aHouse({
    ...options,
    channels: [...CHANNELS, 'revops'],
    playbook: aPlaybookText({ rules: RULES, enterprise: ['ana', 'bo', 'cy'] }),
  });
  const hubspot = handsOn(house, 'hubspot');
  const ids = new Map<string, string>();
  function enter(): string {
    const number = ids.size;
    const name = `Lead No${number}.`;
    ids.set(name, hubspot.createLead({ name, company: `Company ${number}.`, score: number % 100 }));
    return name;
  }
  return {
    house,
    get names() {
      return [...ids.keys()];
    },
    enter,
    pressClaims: () => pressClaims(house),
    keepComing(everyMs) {
      const timer = setInterval(() => {
        if ([...ids.values()].filter((id) => hubspot.ownerOf(id) === null).length < MOST_WAITING) enter();
      }, everyMs);
      return () => clearInterval(timer);
    },
    async expectExactlyOnce(patienceMs) {
      await patiently(patienceMs, () => expectAtRest(house, ids.size));
      await expectOnce(house, ids);
    },
    close: () => house.close(),
  };
}

function pressClaims(house: House): () => Promise<readonly string[]> {
  const under = new Set<string>();
  const clicks: Promise<string>[] = [];
  const reps = ['ana', 'bo', 'cy'];
  const timer = setInterval(() => {
    for (const { channel, ts, blocks } of posted(house)) {
      for (const lead of claimable(blocks)) {
        if (under.has(lead)) continue;
        under.add(lead);
        const rep = house.slack.workspace.as(reps[clicks.length % reps.length] ?? '');
        const click = rep.click(channel, ts, 'leads.claim', lead).then(({ kind }) => kind);
        clicks.push(click);
        // A person looks at the card for a while before pressing again.
        void click.finally(() => setTimeout(() => under.delete(lead), 500));
      }
    }
  }, 50);
  return () => {
    clearInterval(timer);
    return Promise.all(clicks);
  };
}

/** What the app has posted in channels, threads left out: cards, and lists of leads. */
function posted({ slack: { workspace } }: House): readonly WireMessage[] {
  return workspace
    .channels()
    .filter(({ kind }) => kind !== 'im')
    .flatMap(({ id }) => workspace.messages(id))
    .filter(({ bot_id, thread_ts }) => bot_id !== undefined && thread_ts === undefined);
}

/** The leads whose Claim buttons a message has. */
function claimable(blocks: unknown): readonly string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(claimable);
  if (typeof blocks !== 'object' || blocks === null) return [];
  if ('action_id' in blocks && blocks.action_id === 'leads.claim' && 'value' in blocks) return [String(blocks.value)];
  return Object.values(blocks).flatMap(claimable);
}

/** Says what is left when it is not over, and what the app has complained about. */
async function expectAtRest(house: House, leads: number): Promise<void> {
  const left = await house.rows(
    `SELECT 'inbox' AS queue, type AS kind, attempts, note, due_at, leased_until FROM inbox WHERE state = 'pending'
     UNION ALL SELECT 'outbox', kind, attempts, note, due_at, leased_until FROM outbox WHERE state = 'pending' LIMIT 5`,
  );
  expect({ left, complaints: left.length === 0 ? [] : house.errors.slice(-5) }).toEqual({ left: [], complaints: [] });
  const states = await house.rows('SELECT state, count(*)::int AS leads FROM lead GROUP BY state');
  expect(states).toEqual([{ state: 'claimed', leads }]);
}

async function expectOnce(house: House, ids: ReadonlyMap<string, string>): Promise<void> {
  const names = [...ids.keys()].toSorted();
  expect(await house.rows(`SELECT key, note FROM inbox WHERE state = 'failed'`)).toEqual([]);
  expect(await house.rows(`SELECT kind, note FROM outbox WHERE state = 'dead'`)).toEqual([]);
  const messages = posted(house);
  // Each is shown in one place: a card of its own, or a row of one list.
  expect(messages.flatMap(({ text }) => text.match(/Lead No\d+\./gu) ?? []).toSorted()).toEqual(names);
  for (const { channel, ts } of messages) {
    const lines = house.slack.workspace.thread(channel, ts).map(({ text }) => text);
    expect(new Set(lines).size).toBe(lines.length);
  }
  const salesforce = handsOn(house, 'salesforce');
  const hubspot = handsOn(house, 'hubspot');
  const opportunities = salesforce.opportunities();
  const companyOf = (name: string): string => name.replace('Lead No', 'Company ');
  expect(opportunities.map(({ name }) => name).toSorted()).toEqual(
    names.map((name) => `${companyOf(name)} - inbound`).toSorted(),
  );
  expect(
    hubspot
      .tasks()
      .map(({ subject }) => subject)
      .toSorted(),
  ).toEqual(names.map((name) => `Call ${name}`));
  await expectAudited(house, ids.size);
  for (const [name, id] of ids) {
    const owner = hubspot.ownerOf(id);
    expect([name, owner]).toEqual([name, await holderOf(house, name)]);
    expect(opportunities.find(({ name: one }) => one.startsWith(`${companyOf(name)} `))?.owner).toBe(owner);
  }
  expectKeptPromises(house, hubspot.ownerOf, ids);
}

async function expectAudited(house: House, leads: number): Promise<void> {
  const rows = await house.rows<{ action: string; rows: number; subjects: number }>(
    `SELECT action, count(*)::int AS rows, count(DISTINCT subject)::int AS subjects FROM audit
     WHERE action = ANY($1) GROUP BY action ORDER BY action`,
    [[...ONCE, 'lead.claimed']],
  );
  expect(rows).toEqual(
    [...ONCE, 'lead.claimed'].toSorted().map((action) => ({ action, rows: leads, subjects: leads })),
  );
}

async function holderOf(house: House, name: string): Promise<string | null> {
  const [row] = await house.rows<{ holder: string | null }>(
    `SELECT claimed_by AS holder FROM lead WHERE facts -> 'lead' ->> 'name' = $1`,
    [name],
  );
  return house.slack.workspace.users().find(({ id }) => id === row?.holder)?.name ?? null;
}

/** Who was told that a lead is theirs has it. */
function expectKeptPromises(
  house: House,
  ownerOf: (id: string) => string | null,
  ids: ReadonlyMap<string, string>,
): void {
  for (const rep of ['ana', 'bo', 'cy']) {
    const promised = toldTo(house, rep).flatMap((text) => /^(Lead No\d+\.) is yours/u.exec(text)?.[1] ?? []);
    for (const name of promised) expect([name, ownerOf(ids.get(name) ?? '')]).toEqual([name, rep]);
  }
}
