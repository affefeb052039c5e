// Two app processes on one database, and a hundred people who press Claim on the same lead at once. One of them wins, in
// Slack, in the audit log and in both CRMs; the others are told privately.
import type { Person } from '#sandbox/slack/people/person.ts';
import type { Outcome } from '#sandbox/slack/people/scene.ts';
import { expect } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { cardNaming } from '../support/house-cards.ts';
import { toldTo } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { nameOf } from '../support/house-servers.ts';
import { aHouse, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { patiently } from './patience.ts';

const REPS = Array.from({ length: 100 }, (_, index) => `rep${index}`);
const PATIENCE_MS = 60_000;
/** What a machine that is far too busy says to some; people do as they are told. */
const TRY_AGAIN = /try again/u;
const WAIT = /is told here/u;

export interface ClaimFigures {
  readonly leads: number;
  /** Milliseconds from the press to Slack's acknowledgement, over all clicks. */
  readonly ackMs: { readonly median: number; readonly longest: number };
  readonly tookMs: number;
  /** Clicks that had to be made again, because the database was too slow. */
  readonly again: number;
}

export async function raceForLeads(leads: number): Promise<ClaimFigures> {
  const house = await aHouse({
    app: false,
    people: REPS,
    playbook: aPlaybookText({ enterprise: REPS, smb: ['rep0'] }),
  });
  try {
    await Promise.all([house.startProcess(), house.startProcess()]);
    await untilReady(house);
    const began = performance.now();
    const acks: number[] = [];
    const again: string[] = [];
    for (let number = 0; number < leads; number += 1)
      acks.push(...(await raceForOne(house, `Wanda No${number}.`, again)));
    acks.sort((one, other) => one - other);
    expect(await house.rows(`SELECT subject FROM audit WHERE action = 'lead.claimed'`)).toHaveLength(leads);
    expect(house.errors).toEqual([]);
    return {
      leads,
      ackMs: { median: acks[Math.floor(acks.length / 2)] ?? 0, longest: acks.at(-1) ?? 0 },
      tookMs: performance.now() - began,
      again: again.length,
    };
  } finally {
    await house.close();
  }
}

type Claiming = (rep: Person) => Promise<Outcome>;

/** Returns how long each click waited for its acknowledgement, in milliseconds; adds who was asked to try again. */
async function raceForOne(house: House, name: string, again: string[]): Promise<readonly number[]> {
  const hubspot = handsOn(house, 'hubspot');
  const salesforce = handsOn(house, 'salesforce');
  const company = `Company of ${name}`;
  const id = hubspot.createLead({ name, company, score: 99 });
  const card = await patiently(PATIENCE_MS, () => {
    const found = cardNaming(house.slack, name);
    expect(found.links).toHaveLength(2);
    return found;
  });
  const noted = new Map(REPS.map((rep) => [rep, toldTo(house, rep).length]));
  const notesOf = (rep: string): readonly string[] =>
    toldTo(house, rep)
      .slice(noted.get(rep))
      .filter((text) => !WAIT.test(text));
  const answersTo = (rep: string): readonly string[] => notesOf(rep).filter((text) => !TRY_AGAIN.test(text));
  const asked = new Set<string>();
  const byButton: Claiming = (rep) => rep.click(card.channel, card.ts, 'leads.claim');
  // The card of a lead that somebody has by then bears no such button any more.
  const byCommand: Claiming = (rep) => rep.command('/lead', `claim ${name}`, card.channel);
  async function press(rep: string, claim = byButton): Promise<number> {
    const began = performance.now();
    const before = notesOf(rep).length;
    const outcome = await claim(house.slack.workspace.as(rep));
    expect(outcome).toMatchObject({ kind: 'acknowledged' });
    const ackMs = performance.now() - began;
    await patiently(PATIENCE_MS, () => expect(notesOf(rep).length).toBeGreaterThan(before));
    // Where Slack was too slow for us the answer may stand there all the same, which people look for first, as they are told.
    if (answersTo(rep).length > 0) return ackMs;
    again.push(rep);
    asked.add(rep);
    return press(rep, byCommand);
  }
  const acks = await Promise.all(REPS.map((rep) => press(rep)));

  const winners = REPS.filter((rep) => answersTo(rep)[0]?.startsWith(`${name} is yours`));
  const [winner = ''] = winners;
  expect(winners).toEqual([winner]);
  for (const rep of REPS.filter((one) => one !== winner)) {
    const told = answersTo(rep);
    expect(new Set(told)).toEqual(new Set([`${nameOf(winner)} has ${name} already.`]));
    // Who pressed again may have had two answers.
    if (!asked.has(rep)) expect(told).toHaveLength(1);
  }
  await patiently(PATIENCE_MS, () => {
    expect(hubspot.ownerOf(id)).toBe(winner);
    expect(salesforce.opportunities().filter((one) => one.name.startsWith(company))).toEqual([
      { name: `${company} - inbound`, owner: winner },
    ]);
    expect(cardNaming(house.slack, name).words).toContain(
      `*Claimed* by <@${house.slack.workspace.as(winner).user.id}>`,
    );
  });
  expect(cardNaming(house.slack, name).ts).toBe(card.ts);
  const wins = await house.rows(
    `SELECT audit.actor FROM audit JOIN lead ON audit.subject = 'lead:' || lead.id
     WHERE audit.action = 'lead.claimed' AND lead.facts -> 'lead' ->> 'name' = $1`,
    [name],
  );
  expect(wins).toEqual([{ actor: `person:${house.slack.workspace.as(winner).user.id}` }]);
  return acks;
}
