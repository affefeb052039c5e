// Two app processes on one database, and a hundred people who press Claim on the same lead at once. One of them wins, in
// Slack, in the audit log and in both CRMs; the others are told privately.
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

export interface ClaimFigures {
  readonly leads: number;
  /** Milliseconds from the press to Slack's acknowledgement, over all clicks. */
  readonly ackMs: { readonly median: number; readonly longest: number };
  readonly tookMs: number;
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
    for (let number = 0; number < leads; number += 1) acks.push(...(await raceForOne(house, `Wanda No${number}.`)));
    acks.sort((one, other) => one - other);
    expect(await house.rows(`SELECT subject FROM audit WHERE action = 'lead.claimed'`)).toHaveLength(leads);
    expect(house.errors).toEqual([]);
    return {
      leads,
      ackMs: { median: acks[Math.floor(acks.length / 2)] ?? 0, longest: acks.at(-1) ?? 0 },
      tookMs: performance.now() - began,
    };
  } finally {
    await house.close();
  }
}

/** Returns how long each click waited for its acknowledgement, in milliseconds. */
async function raceForOne(house: House, name: string): Promise<readonly number[]> {
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
  const acks = await Promise.all(
    REPS.map(async (rep) => {
      const began = performance.now();
      const outcome = await house.slack.workspace.as(rep).click(card.channel, card.ts, 'leads.claim');
      expect(outcome).toMatchObject({ kind: 'acknowledged' });
      return performance.now() - began;
    }),
  );
  const notesOf = (rep: string): readonly string[] => toldTo(house, rep).slice(noted.get(rep));
  await patiently(PATIENCE_MS, () => expect(REPS.filter((rep) => notesOf(rep).length === 0)).toEqual([]));

  const winners = REPS.filter((rep) => notesOf(rep)[0]?.startsWith(`${name} is yours`));
  const [winner = ''] = winners;
  expect(winners).toEqual([winner]);
  const others = REPS.filter((rep) => rep !== winner).flatMap(notesOf);
  expect(others).toEqual(Array.from({ length: 99 }, () => `${nameOf(winner)} has ${name} already.`));
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
