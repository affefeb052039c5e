import { describe, expect, it } from 'vitest';
import { decideHold } from '#features/intake/decide-hold.ts';
import type { HoldDecision, HoldOutcome } from '#features/intake/decide-hold.ts';
import { tellLateLeads } from '#features/intake/late-digest.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { after, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, opa, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
intake: { import_brake: { leads: 3, within: 10m }, announce_max_age: 2h }
rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]
`);

async function arrive(count: number): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for (let n = 0; n < count; n += 1) {
    const now = house.clock.now();
    const record = aCrmRecord({ createdAt: now, modifiedAt: now });
    await house.absorb(record);
    leads.push(await house.leadOf(record.ref));
  }
  return leads;
}

/** Three leads that pass and the given number that are held. */
async function aHold(count: number): Promise<{ hold: number; held: readonly Lead[] }> {
  house.clock.pass(HOUR_MS);
  const [, , , ...held] = await arrive(3 + count);
  const hold = held[0]?.holdId;
  if (typeof hold !== 'number') throw new Error('nothing was held');
  return { hold, held };
}

function decide(hold: number, verdict: HoldDecision['verdict'], by = opa): Promise<HoldOutcome> {
  house.clock.pass(1000);
  return decideHold(house.deps, { hold, by, verdict, correlationId });
}

const standings = async (leads: readonly Lead[]) =>
  Promise.all(leads.map(async ({ id }) => (await house.lead(id)).standing));

describe('more new leads than the brake allows', () => {
  it('are held without a word, and ops are asked once', async () => {
    const { hold, held } = await aHold(3);
    expect(await standings(held)).toEqual(['held', 'held', 'held']);
    expect(held.every(({ card }) => card === null)).toBe(true);
    const asked = (await house.intents('ops.message')).filter((one) => one['hold'] === hold);
    expect(asked).toHaveLength(1);
    await house.drain();
    const ops = house.slack.posts.filter(({ message }) => message.text.startsWith('More than 3 new leads'));
    expect(ops).toHaveLength(1);
    expect(await decide(hold, 'mirror')).toEqual({ kind: 'decided', leads: 3 });
    await house.drain();
  });

  it('are announced when ops say so, and the next one passes', async () => {
    const { hold, held } = await aHold(2);
    expect(await decide(hold, 'announce')).toEqual({ kind: 'decided', leads: 2 });
    await house.drain();
    expect(await standings(held)).toEqual(['announced', 'announced']);
    for (const { id } of held) expect((await house.lead(id)).card?.posted).not.toBeNull();
    const [next] = await arrive(1);
    expect(next?.standing).toBe('announced');
  });

  it('stay silent when ops say so', async () => {
    const { hold, held } = await aHold(2);
    await decide(hold, 'mirror');
    await house.drain();
    expect(await standings(held)).toEqual(['mirrored', 'mirrored']);
  });

  it('are announced by list, the others wait', async () => {
    const { hold, held } = await aHold(3);
    const [chosen] = held;
    if (!chosen) throw new Error('nothing was held');
    expect(await decide(hold, { announceOnly: [chosen.id] })).toEqual({ kind: 'decided', leads: 1 });
    await house.drain();
    expect(await standings(held)).toEqual(['announced', 'held', 'held']);
    expect(await house.audited(leadSubject(chosen.id))).toContain('hold.lead_announced');
    expect(await decide(hold, { announceOnly: [chosen.id] })).toEqual({ kind: 'already_decided' });
    await decide(hold, 'mirror');
    await house.drain();
    expect(await standings(held)).toEqual(['announced', 'mirrored', 'mirrored']);
  });

  it('are decided on once, by ops', async () => {
    const { hold, held } = await aHold(1);
    expect(await decide(hold, 'announce', ana)).toEqual({ kind: 'not_allowed' });
    const outcomes = await Promise.all([decide(hold, 'announce'), decide(hold, 'mirror')]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['already_decided', 'decided']);
    // Either may be first; what is done is what that one was told.
    const [announced] = outcomes;
    const done = announced.kind === 'decided' ? 'announced' : 'mirrored';
    expect(await house.audited(`hold:${hold}`)).toEqual(['hold.opened', `hold.${done}`]);
    await house.drain();
    expect(await standings(held)).toEqual([done]);
  });
});

describe('leads that are found late', () => {
  it('are told to ops in one message, once', async () => {
    house.clock.pass(DAY_MS);
    const createdAt = after(house.clock.now(), -3 * HOUR_MS);
    const records = [1, 2].map(() => aCrmRecord({ createdAt, modifiedAt: createdAt }));
    for (const record of records) await house.absorb(record);
    expect(await tellLateLeads(house.deps)).toBe(2);
    expect(await tellLateLeads(house.deps)).toBe(0);
    const leads = await Promise.all(records.map(({ ref }) => house.leadOf(ref)));
    expect(leads.map(({ standing, card }) => [standing, card])).toEqual([
      ['mirrored', null],
      ['mirrored', null],
    ]);
    await house.drain();
    expect(house.slack.posts.filter(({ message }) => message.text.startsWith('2 older leads'))).toHaveLength(1);
  });
});
