import { describe, expect, it } from 'vitest';
import { disqualifyLead } from '#features/leads/disqualify-lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord, Fields } from '#ports/crm.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();
const ENTERPRISE = `
teams: [{ name: enterprise, members: [ana@acme.test, bo@acme.test] }]
rules:
  - name: enterprise-leads
    on: lead.created
    if: lead.score > 85 && company.employees > 500
    do:
      - alert: { channel: "#enterprise-leads", priority: high, text: "{{company.name}} calls" }
      - create_opportunity: { in: salesforce, stage: Prospecting, name: "{{company.name}} - inbound", close_in: 30d }
      - route: { team: enterprise }
`;

async function arrive(fields: Fields = {}, employees = 900): Promise<CrmRecord> {
  const now = house.clock.now();
  const record = aCrmRecord({
    createdAt: now,
    modifiedAt: now,
    fields: { first_name: 'Mia', last_name: 'Sand', ...fields },
    company: { id: '7', fields: { name: 'Acme', employees } },
  });
  await house.absorb(record);
  return record;
}

async function change(record: CrmRecord, fields: Fields): Promise<void> {
  house.clock.pass(MINUTE_MS);
  await house.absorb({ ...record, modifiedAt: house.clock.now(), fields: { ...record.fields, ...fields } });
}

const leadOf = (record: CrmRecord): Promise<Lead> => house.leadOf(record.ref);
async function fired(record: CrmRecord): Promise<readonly string[]> {
  const firings = await house.stores.firings.ofSubject(leadSubject((await leadOf(record)).id));
  return firings.map(({ rule }) => rule);
}
async function asked(kind: string, record: CrmRecord) {
  const { id } = await leadOf(record);
  return (await house.intents(kind)).filter((one) => one['lead'] === id);
}

describe('a rule on lead.created', () => {
  it('routes first, asks for the opportunity once and starts the card', async () => {
    house.govern(ENTERPRISE);
    const record = await arrive({ score: 91 });
    const lead = await leadOf(record);
    expect(lead).toMatchObject({
      state: 'offered',
      team: 'enterprise',
      priority: 'high',
      headline: 'Acme calls',
      card: { target: '#enterprise-leads' },
    });
    expect(await house.audited(leadSubject(lead.id))).toEqual([
      'lead.seen',
      'rule.fired',
      'lead.routed',
      'lead.announced',
    ]);
    const closeDate = after(house.clock.now(), 30 * DAY_MS)
      .toISOString()
      .slice(0, 10);
    expect(await asked('crm.create', record)).toMatchObject([
      {
        crm: 'salesforce',
        object: 'opportunity',
        key: `enterprise-leads:${lead.id}`,
        rule: 'enterprise-leads',
        fields: { name: 'Acme - inbound', stage: 'Prospecting', close_date: closeDate },
      },
    ]);
    await change(record, { score: 92 });
    await change(record, { score: 40 });
    await change(record, { score: 99 });
    expect(await fired(record)).toEqual(['enterprise-leads']);
    expect(await asked('crm.create', record)).toHaveLength(1);
  });

  it('fires when the score arrives a minute later, and not a day later', async () => {
    house.govern(ENTERPRISE);
    const soon = await arrive({ score: null });
    expect(await fired(soon)).toEqual([]);
    await change(soon, { score: 91 });
    expect(await fired(soon)).toEqual(['enterprise-leads']);

    const late = await arrive({ score: null });
    house.clock.pass(DAY_MS);
    await change(late, { score: 91 });
    expect(await fired(late)).toEqual([]);
  });

  it('keeps the values that decided it', async () => {
    house.govern(ENTERPRISE);
    const record = await arrive({ score: 91 });
    const [firing] = await house.stores.firings.ofSubject(leadSubject((await leadOf(record)).id));
    expect(firing?.values).toEqual([
      { path: 'lead.score', value: 91 },
      { path: 'company.employees', value: 900 },
    ]);
  });

  it('fires at each edge when it says so', async () => {
    house.govern(`rules:
  - { name: hot, on: lead.created, if: lead.score > 85, refire: on_edge, do: [{ create_task: { in: hubspot, subject: "Call {{lead.name}}", due_in: 4h } }] }
`);
    const record = await arrive({ score: 90 });
    await change(record, { score: 91 });
    expect(await asked('crm.create', record)).toHaveLength(1);
    await change(record, { score: 10 });
    await change(record, { score: 95 });
    const tasks = await asked('crm.create', record);
    expect(tasks).toHaveLength(2);
    expect(tasks[1]).toMatchObject({
      object: 'task',
      fields: { subject: 'Call Mia Sand', due: after(house.clock.now(), 4 * HOUR_MS).toISOString(), done: false },
    });
  });
});

describe('several rules on one lead', () => {
  it('share one card: the first decides the channel, later ones raise its priority', async () => {
    house.govern(`
teams: [{ name: one, members: [ana@acme.test] }, { name: two, members: [bo@acme.test] }]
rules:
  - { name: first, on: lead.created, do: [{ alert: { channel: "#leads" } }, { route: { team: one } }] }
  - { name: second, on: lead.created, do: [{ alert: { channel: "#enterprise-leads", priority: high, text: Hurry } }, { route: { team: two } }] }
  - { name: third, on: lead.created, do: [{ alert: { channel: "#revops", priority: low, text: Slowly } }] }
`);
    const record = await arrive();
    const lead = await leadOf(record);
    expect(lead).toMatchObject({ team: 'one', priority: 'high', headline: 'Hurry', card: { target: '#leads' } });
    const skipped = (await house.stores.audit.list({ subject: leadSubject(lead.id), limit: 50 }))
      .filter(({ action }) => action === 'rule.action_skipped')
      .map(({ after: details }) => details?.['because']);
    expect(skipped.toReversed()).toEqual([
      'already routed to one',
      'the card is in #leads already',
      'the card is in #leads already',
    ]);
  });
});

describe('what a rule writes', () => {
  it('is asked for in the CRM that it names, or said to be impossible', async () => {
    house.govern(`rules:
  - name: mark
    on: lead.created
    do:
      - update_record: { in: hubspot, set: { lead_source: "{{lead.source}}", hot: true, points: 5, note: "From {{company.name}}" } }
      - update_record: { in: salesforce, set: { Rating: Hot } }
`);
    const record = await arrive({ source: null });
    expect(await asked('crm.update', record)).toMatchObject([
      { ref: record.ref, fields: { lead_source: null, hot: true, points: 5, note: 'From Acme' }, rule: 'mark' },
    ]);
    const audited = await house.audited(leadSubject((await leadOf(record)).id));
    expect(audited.filter((action) => action === 'rule.action_skipped')).toHaveLength(1);
  });

  it('is no opportunity for a lead that is done with', async () => {
    house.govern(
      `rules: [{ name: hot, on: lead.created, if: lead.score > 85, do: [{ create_opportunity: { in: hubspot, stage: a, name: x } }] }]\n`,
    );
    const record = await arrive({ score: 1 });
    const { id } = await leadOf(record);
    await disqualifyLead(house.deps, { lead: id, by: ana, reason: 'spam', note: null, correlationId });
    await change(record, { score: 99 });
    expect(await fired(record)).toEqual(['hot']);
    expect((await asked('crm.create', record)).filter(({ object }) => object === 'opportunity')).toEqual([]);
    expect(await house.audited(leadSubject(id))).toContain('rule.action_skipped');
  });
});
