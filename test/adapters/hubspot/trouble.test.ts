// What is HubSpot's alone: races without compare-and-set, its limits, its locks, its error pages.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CallMeter } from '#adapters/http/policy.ts';
import { ana, bo, openHubspot } from './a-hubspot-crm.ts';

async function start(options: Parameters<typeof openHubspot>[0] = {}) {
  const { hubspot, connect, time } = await openHubspot(options);
  const crm = connect();
  onTestFinished(async () => {
    await crm.close();
    await hubspot.close();
  });
  return { hubspot, crm, time };
}

describe('a claim', () => {
  it('puts back an owner that a person chose between our look and our write', async () => {
    const { hubspot, crm } = await start();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    hubspot.fault({ kind: 'slow', method: 'PATCH', ms: 150 });
    const claim = crm.assign({ ref: { crm: 'hubspot', object: 'lead', id }, to: ana.id, expected: null });
    await vi.waitFor(() => expect(hubspot.pendingFaults()).toBe(0), { interval: 2 });
    hubspot.setOwner('contacts', id, bo.id);
    await expect(claim).resolves.toEqual({ kind: 'conflict', ownerId: bo.id });
    expect(hubspot.record('contacts', id)?.properties['hubspot_owner_id']).toBe(bo.id);
  });

  it('takes an owner away', async () => {
    const { hubspot, crm } = await start();
    const { id } = hubspot.createContact({ email: 'kim@globex.test', hubspot_owner_id: ana.id });
    const ref = { crm: 'hubspot', object: 'lead', id } as const;
    await expect(crm.assign({ ref, to: null, expected: ana.id })).resolves.toEqual({ kind: 'assigned' });
    expect((await crm.read('lead', [id])).found[0]?.ownerId).toBeNull();
  });

  it('waits for a record that is locked for a moment', async () => {
    const { hubspot, crm } = await start();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    hubspot.fault({ kind: 'status', status: 423, method: 'PATCH', times: 2 });
    const claim = crm.assign({ ref: { crm: 'hubspot', object: 'lead', id }, to: ana.id, expected: null });
    await expect(claim).resolves.toEqual({ kind: 'assigned' });
  });

  it('moves the record that an old id was merged into', async () => {
    const { hubspot, crm } = await start();
    const winner = hubspot.createContact({ email: 'kim@globex.test' });
    const loser = hubspot.createContact({ email: 'kim@old.test' });
    hubspot.merge('contacts', winner.id, loser.id);
    const ref = { crm: 'hubspot', object: 'lead', id: loser.id } as const;
    await expect(crm.assign({ ref, to: ana.id, expected: null })).resolves.toEqual({ kind: 'assigned' });
    expect(hubspot.record('contacts', winner.id)?.properties['hubspot_owner_id']).toBe(ana.id);
  });

  it('is refused in words when the app lacks the scope', async () => {
    const { hubspot, crm } = await start();
    const { id } = hubspot.createContact({ email: 'kim@globex.test' });
    hubspot.removeScope('crm.objects.contacts.write');
    const outcome = await crm.assign({ ref: { crm: 'hubspot', object: 'lead', id }, to: ana.id, expected: null });
    expect(outcome).toEqual({ kind: 'refused', message: expect.stringContaining('required scopes') });
  });
});

describe('reading', () => {
  it('gets over an error page of a gateway', async () => {
    const { hubspot, crm } = await start();
    hubspot.fault({ kind: 'html' });
    await expect(crm.users()).resolves.toHaveLength(2);
  });

  it('says what the account lacks when a scope is missing', async () => {
    const { hubspot, crm } = await start();
    hubspot.removeScope('crm.objects.contacts.read');
    await expect(crm.read('lead', ['1'])).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('keeps within five searches a second', async () => {
    const { hubspot, crm } = await start({ sandbox: { limits: { searchPerSecond: 5, burst: 190, daily: 1000 } } });
    for (let n = 0; n < 3; n += 1) hubspot.createContact({ email: `${n}@x.test` });
    const beginning = { at: new Date(0), id: '' };
    const pages = await Promise.all(Array.from({ length: 7 }, () => crm.changes('lead', beginning)));
    expect(pages.every(({ changes }) => changes.length === 3)).toBe(true);
  });

  it('leaves a spent day to whoever called, and says how long it will take', async () => {
    const { hubspot, crm } = await start({ sandbox: { limits: { searchPerSecond: 5, burst: 190, daily: 10 } } });
    hubspot.spendDailyLimit(10);
    await expect(crm.users()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 900_000 });
  });

  it('finds what a lagging index had not shown, once it looks back', async () => {
    const { hubspot, crm, time } = await start();
    hubspot.createContact({ email: 'seen@x.test' });
    const { next } = await crm.changes('lead', { at: new Date(0), id: '' });
    hubspot.setSearchLag(Infinity);
    const { id } = hubspot.createContact({ email: 'late@x.test' });
    await expect(crm.changes('lead', next)).resolves.toMatchObject({ changes: [], caughtUp: true });
    hubspot.setSearchLag(0);
    const again = await crm.changes('lead', { at: time.now, id: '' });
    expect(again.changes.map(({ ref }) => ref.id)).toContain(id);
  });

  it('counts calls by outcome, and the day by what HubSpot says', async () => {
    const called: string[] = [];
    const used: { used: number; limit: number }[] = [];
    const meter: CallMeter = {
      called: ({ crm, kind, outcome }) => called.push(`${crm} ${kind} ${outcome}`),
      used: (usage) => used.push(usage),
    };
    const limits = { searchPerSecond: 5, burst: 190, daily: 1000 };
    const { hubspot, crm } = await start({ sandbox: { limits }, crm: { meter } });
    hubspot.fault({ kind: 'status', status: 503 });
    await crm.account();
    expect(called).toEqual(['hubspot account unavailable', 'hubspot account ok']);
    expect(used.at(-1)).toMatchObject({ used: 1, limit: 1000 });
  });
});
