// While ops paused everything is decided and recorded, and nothing leaves the house but private notes and ops' own.
import { afterEach, describe, expect, it } from 'vitest';
import { pauseSignalbox, remindOfPause, resumeSignalbox } from '#features/operations/pause.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, bo, opa, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
teams: [{ name: all, members: [ana@acme.test] }]
rules:
  - name: tell
    on: lead.created
    if: lead.score > 0
    do:
      - create_opportunity: { in: hubspot, stage: New, name: Deal }
      - route: { team: all, offer_for: 10m }
      - alert: { channel: '#leads' }
`);

const pause = (by: SlackPerson = opa, reason: string | null = null) =>
  pauseSignalbox(house.deps, { by, reason, correlationId });
const resume = (by: SlackPerson = opa) => resumeSignalbox(house.deps, { by, correlationId });

async function aLead(): Promise<Lead> {
  const record = aCrmRecord({ createdAt: house.clock.now() });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

const toldOps = () =>
  house.slack.posts.filter(({ channel }) => channel === 'C0REVOPS').map(({ message }) => message.text);

afterEach(async () => {
  await resume();
  await house.drain();
});

describe('a pause', () => {
  it('is for ops alone, once, and told with its reason', async () => {
    expect(await pause(bo)).toEqual({ kind: 'not_allowed' });
    expect(await resume(bo)).toEqual({ kind: 'not_allowed' });
    expect(await resume()).toEqual({ kind: 'not_paused' });
    expect(await pause(opa, 'new territories')).toEqual({ kind: 'paused' });
    expect(await pause()).toEqual({ kind: 'already_paused' });
    expect(await house.drain()).toMatchObject([{ kind: 'ops.message', outcome: 'done' }]);
    expect(toldOps().at(-1)).toContain(
      'Opa paused Signalbox: new territories. Leads are read and decided on as always',
    );
    expect(await house.stores.pauses.current()).toMatchObject({ reason: 'new territories', by: opa.id });
    expect(await house.audited('system')).toEqual(['signalbox.paused']);
  });

  it('lets leads be decided on and claimed, and writes and announces nothing until it ends', async () => {
    await pause();
    await house.drain();
    const [posts, created] = [house.slack.posts.length, house.hubspot.created.length];
    const lead = await aLead();
    expect((await house.claim(lead.id, ana)).kind).toBe('claimed');
    await house.drain();
    expect(house.slack.posts).toHaveLength(posts);
    expect(house.hubspot.created).toHaveLength(created);
    expect(house.hubspot.assigned).toEqual([]);
    expect(await house.audited(leadSubject(lead.id))).toContain('rule.fired');
    expect(await house.audited(leadSubject(lead.id))).toContain('lead.claimed');

    const outcome = await resume();
    expect(outcome).toMatchObject({ kind: 'resumed' });
    expect(outcome.kind === 'resumed' && outcome.waiting).toBeGreaterThanOrEqual(3);
    await house.drain();
    expect(house.hubspot.owners.get(`hubspot:lead:${lead.records[0]?.id}`)).toBe('hubspot-ana');
    expect(house.hubspot.created).toHaveLength(created + 1);
    expect(house.slack.posts.filter(({ key }) => key === `card:${lead.id}`)).toHaveLength(1);
    expect(toldOps().at(-1)).toMatch(/^Opa resumed Signalbox after .* go out now\.$/u);
  });

  it('gives an offer that nobody could see its whole time again', async () => {
    await aLead();
    await house.drain();
    house.clock.pass(MINUTE_MS);
    await pause();
    house.clock.pass(MINUTE_MS);
    const unseen = await aLead();
    house.clock.pass(HOUR_MS);
    await resume();
    const now = house.clock.now();
    expect((await house.lead(unseen.id)).offerEndsAt).toEqual(after(now, 10 * MINUTE_MS));
  });

  it('leaves the clock of an offer alone whose card everybody saw', async () => {
    const seen = await aLead();
    await house.drain();
    const { offerEndsAt } = await house.lead(seen.id);
    await pause();
    house.clock.pass(HOUR_MS);
    await resume();
    expect((await house.lead(seen.id)).offerEndsAt).toEqual(offerEndsAt);
  });

  it('makes no card and no opportunity for a lead that was converted meanwhile', async () => {
    await pause();
    const record = aCrmRecord({ createdAt: house.clock.now() });
    await house.absorb(record);
    const lead = await house.leadOf(record.ref);
    house.clock.pass(MINUTE_MS);
    await house.absorb({
      ...record,
      modifiedAt: house.clock.now(),
      converted: { opportunityId: 'o1', contactId: null },
    });
    expect((await house.lead(lead.id)).state).toBe('converted');
    const created = house.hubspot.created.length;
    await resume();
    await house.drain();
    expect(house.slack.posts.filter(({ key }) => key === `card:${lead.id}`)).toEqual([]);
    expect(house.hubspot.created).toHaveLength(created);
    expect(await house.audited(leadSubject(lead.id))).toContain('rule.action_skipped');
  });

  it('is called to mind once a day', async () => {
    await pause(opa, 'holidays');
    await house.drain();
    house.clock.pass(23 * HOUR_MS);
    expect(await remindOfPause(house.deps)).toBe(false);
    house.clock.pass(HOUR_MS);
    expect(await remindOfPause(house.deps)).toBe(true);
    expect(await remindOfPause(house.deps)).toBe(false);
    await house.drain();
    expect(toldOps().at(-1)).toMatch(/^Signalbox is still paused, for 24 h now \(holidays\)\./u);
    house.clock.pass(DAY_MS);
    expect(await remindOfPause(house.deps)).toBe(true);
  });
});
