import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SlackUserId, newLeadId } from '#kernel/ids.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { useDatabase } from '../../support/database.ts';

const db = useDatabase();
const ana = SlackUserId.parse('U0ANA');
const bo = SlackUserId.parse('U0BO');
const later = new Date('2026-03-02T12:30:00.123Z');

describe('leads', () => {
  it('reads a lead back as it was written, with its records', async () => {
    const lead = aLead({
      email: 'mia@acme.test',
      score: 87.5,
      scoreReasons: [{ points: 40.5, because: 'asked for a demo' }],
      offeredTo: ana,
      offerEndsAt: later,
      card: { target: '#enterprise-leads', posted: null },
      records: [{ crm: 'hubspot', object: 'lead', id: '501', madeBy: null, ownerId: null }],
    });
    await db.database.transact((tx) => tx.leads.create(lead));
    expect(await db.database.stores.leads.get(lead.id)).toEqual(lead);
    expect(await db.database.stores.leads.get(newLeadId())).toBeNull();
  });

  it('finds a lead by record, by e-mail in any case and by the beginning of its id', async () => {
    const lead = aLead({
      email: 'Noor@Acme.test',
      records: [{ crm: 'salesforce', object: 'lead', id: '00Q1', madeBy: null, ownerId: null }],
    });
    const { leads } = db.database.stores;
    await leads.create(lead);
    expect(await leads.idByRecord({ crm: 'salesforce', object: 'lead', id: '00Q1' })).toBe(lead.id);
    expect(await leads.idByRecord({ crm: 'hubspot', object: 'lead', id: '00Q1' })).toBeNull();
    expect(await leads.idByEmail('NOOR@acme.test')).toBe(lead.id);
    expect(await leads.idByPrefix(lead.id)).toBe(lead.id);
    expect(await leads.idByPrefix(lead.id.slice(0, 8).toUpperCase())).toBe(lead.id);
    expect(await leads.idByPrefix('not an id')).toBeNull();
  });

  it('means neither of two leads that begin alike', async () => {
    const { leads } = db.database.stores;
    const rest = () => randomUUID().slice(8);
    const [one, two] = [aLead({ id: `aaaaaaaa${rest()}` }), aLead({ id: `aaaaaaaa${rest()}` })];
    await leads.create(one);
    await leads.create(two);
    expect(await leads.idByPrefix('aaaaaaaa')).toBeNull();
    expect(await leads.idByPrefix(two.id)).toBe(two.id);
  });

  it('changes what it is told to and nothing else', async () => {
    const { leads } = db.database.stores;
    const lead = aLead({ offeredTo: ana, team: 'enterprise', notice: 'kept' });
    await leads.create(lead);
    await leads.change(lead.id, { score: 91, offeredTo: null, state: 'open' }, later);
    expect(await leads.get(lead.id)).toEqual({
      ...lead,
      score: 91,
      offeredTo: null,
      state: 'open',
      changedAt: later,
    });
    await expect(leads.change(newLeadId(), { score: 1 }, later)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('finds leads by the words of their newest name, company and e-mail', async () => {
    const { leads } = db.database.stores;
    const facts = { lead: { name: 'Zoë 100% Real' }, company: { name: 'Ümlaut_GmbH' }, opportunity: null };
    const lead = aLead({ email: 'zoe@umlaut.test', facts, standing: 'baseline' });
    await leads.create(lead);
    const ids = async (text: string) => (await leads.list({ text, limit: 10 })).map(({ id }) => id);
    expect(await ids('ZOË ümlaut')).toEqual([lead.id]);
    expect(await ids('100% umlaut.test')).toEqual([lead.id]);
    expect(await ids('zo%real')).toEqual([]);
    await leads.change(lead.id, { facts: { ...facts, lead: { name: 'Renamed' } } }, later);
    expect(await ids('zoë')).toEqual([]);
    expect(await ids('renamed gmbh')).toEqual([lead.id]);
  });

  it('lists the announced, newest change first, page by page', async () => {
    const { leads } = db.database.stores;
    const at = (minute: number) => new Date(Date.UTC(2031, 0, 1, 12, minute));
    const made = [1, 2, 3].map((minute) => aLead({ claimedBy: bo, state: 'claimed', changedAt: at(minute) }));
    for (const lead of made) await leads.create(lead);
    await leads.create(aLead({ claimedBy: bo, state: 'claimed', changedAt: at(4), standing: 'mirrored' }));
    const ids = made.map(({ id }) => id);
    const page = await leads.list({ states: ['claimed'], claimedBy: bo, limit: 2 });
    expect(page.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const after = { changedAt: at(2), id: page[1]?.id ?? newLeadId() };
    const next = await leads.list({ states: ['claimed'], claimedBy: bo, after, limit: 2 });
    expect(next.map(({ id }) => id)).toEqual([ids[0]]);
    expect(await leads.list({ states: ['gone'], claimedBy: bo, limit: 2 })).toEqual([]);
  });

  it('lets one of 200 racing claims win', async () => {
    const lead = aLead({ state: 'offered' });
    await db.database.stores.leads.create(lead);
    const claimants = Array.from({ length: 200 }, (_, index) =>
      SlackUserId.parse(`U${String(index).padStart(4, '0')}`),
    );
    const won = await Promise.all(
      claimants.map((by) => db.database.stores.leads.claim(lead.id, by, ['open', 'offered'], noon)),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    const claimed = await db.database.stores.leads.get(lead.id);
    expect(claimed).toMatchObject({ state: 'claimed', claimedBy: claimants[won.indexOf(true)], claimedAt: noon });
  });

  it('lets only the holder give a lead up', async () => {
    const { leads } = db.database.stores;
    const lead = aLead({ state: 'claimed', claimedBy: ana, claimedAt: noon });
    await leads.create(lead);
    expect(await leads.giveUp(lead.id, bo, null, later)).toBe(false);
    expect(await leads.giveUp(lead.id, ana, bo, later)).toBe(true);
    expect(await leads.get(lead.id)).toMatchObject({ state: 'claimed', claimedBy: bo, claimedAt: later });
    expect(await leads.giveUp(lead.id, bo, null, later)).toBe(true);
    expect(await leads.get(lead.id)).toMatchObject({ state: 'released', claimedBy: null, claimedAt: null });
  });

  it('gives a lead one card', async () => {
    const { leads } = db.database.stores;
    const lead = aLead();
    await leads.create(lead);
    expect(await leads.startCard(lead.id, '#one')).toBe(true);
    expect(await leads.startCard(lead.id, '#two')).toBe(false);
    const posted = { channel: aLead.channel, ts: '1700000000.000100', hash: 'abc' };
    await leads.setCard(lead.id, posted);
    expect((await leads.get(lead.id))?.card).toEqual({ target: '#one', posted });
  });

  it('adds a record once and refuses one that is another lead’s', async () => {
    const { leads } = db.database.stores;
    const [lead, other] = [aLead(), aLead()];
    await leads.create(lead);
    await leads.create(other);
    const record = { crm: 'salesforce', object: 'opportunity', id: '006X', madeBy: 'big', ownerId: '005A' } as const;
    await leads.addRecord(lead.id, record);
    await leads.addRecord(lead.id, { ...record, madeBy: null, ownerId: null });
    expect((await leads.get(lead.id))?.records).toEqual([record]);
    await expect(leads.addRecord(other.id, record)).rejects.toMatchObject({ code: 'internal' });
    await leads.moveRecords(lead.id, other.id);
    expect((await leads.get(other.id))?.records).toEqual([record]);
    expect((await leads.get(lead.id))?.records).toEqual([]);
  });

  it('shows who waited for a lead its records as the other left them', async () => {
    const lead = aLead();
    await db.database.stores.leads.create(lead);
    let waiting: Promise<unknown> = Promise.resolve();
    await db.database.transact(async (tx) => {
      await tx.leads.lock(lead.id);
      waiting = db.database.transact(async (second) => (await second.leads.lock(lead.id))?.records);
      await tx.leads.addRecord(lead.id, { crm: 'hubspot', object: 'lead', id: '777', madeBy: null, ownerId: null });
    });
    expect(await waiting).toHaveLength(1);
  });

  it('serialises work on one identity', async () => {
    const order: string[] = [];
    let second: Promise<void> = Promise.resolve();
    await db.database.transact(async (tx) => {
      await tx.leads.lockIdentities(['hubspot:lead:1', 'email:x@acme.test']);
      second = db.database.transact(async (other) => {
        await other.leads.lockIdentities(['email:x@acme.test']);
        order.push('second');
      });
      await tx.leads.get(newLeadId());
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('leaves out late leads that somebody else is telling of', async () => {
    const [old, young] = [aLead({ standing: 'late', createdAt: noon }), aLead({ standing: 'late', createdAt: later })];
    await db.database.stores.leads.create(young);
    await db.database.stores.leads.create(old);
    await db.database.transact(async (tx) => {
      expect((await tx.leads.late(1)).map(({ id }) => id)).toEqual([old.id]);
      const others = await db.database.transact((other) => other.leads.late(10));
      expect(others.map(({ id }) => id)).toEqual([young.id]);
    });
  });

  it('keeps nothing of a transaction that throws', async () => {
    const lead = aLead();
    const failing = db.database.transact(async (tx) => {
      await tx.leads.create(lead);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await db.database.stores.leads.get(lead.id)).toBeNull();
  });
});
