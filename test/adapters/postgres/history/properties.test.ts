import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { HistoryStore } from '#features/history/store.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { HistoryRow } from '#ports/crm-history.ts';
import { useDatabase } from '../../../support/database.ts';
import {
  aCampaignRow,
  aCompanyRow,
  aDealRow,
  anActivityRow,
  aPersonRow,
  aTouchRow,
  emptyHistory,
  theRules,
} from '../../../support/history-rows.ts';

const now = new Date('2026-11-22T12:00:00Z');
const db = useDatabase({ now: () => now });
const history = (): HistoryStore => db.database.stores.history;

/** Few values, so that records meet each other. */
const anId = fc.integer({ min: 1, max: 6 }).map(String);
const aCrm = fc.constantFrom<CrmName>(...CRM_NAMES);
const anEmail = fc.constantFrom(null, 'a@acme.test', 'b@acme.test', 'C@acme.test');
const anInstant = fc.integer({ min: 0, max: 200 }).map((hours) => new Date(Date.UTC(2026, 2, 25) + hours * 3_600_000));
const aRef = fc.record({ crm: aCrm, object: fc.constantFrom('lead' as const, 'contact' as const), id: anId });

const aPerson = fc
  .record({
    ref: aRef,
    email: anEmail,
    twins: fc.array(aRef, { maxLength: 1 }),
    contact: fc.option(anId),
    deal: fc.option(anId),
    company: fc.option(anId),
    createdAt: anInstant,
    changes: fc.array(
      fc.record({
        field: fc.constantFrom('stage' as const, 'status' as const, 'owner' as const),
        at: anInstant,
        value: fc.constantFrom('lead', 'marketingqualifiedlead', 'Sales Qualified', '0051', null),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ ref, contact, deal, company, ...rest }) =>
    aPersonRow({
      ...ref,
      ...rest,
      convertedContactId: contact,
      convertedDealId: deal,
      convertedAt: deal === null ? null : rest.createdAt,
      companyId: company,
      campaignId: company,
    }),
  );
const aDeal = fc
  .record({
    crm: aCrm,
    id: anId,
    people: fc.array(aRef, { maxLength: 2 }),
    twin: fc.option(fc.record({ crm: aCrm, object: fc.constant('opportunity' as const), id: anId })),
    companyId: fc.option(anId),
    campaignId: fc.option(anId),
    createdAt: anInstant,
    amount: fc.constantFrom(null, '10', '20.5'),
    currency: fc.constantFrom(null, 'USD', 'GBP'),
    won: fc.boolean(),
  })
  .map((deal) => aDealRow({ ...deal, closed: deal.won, closeDate: deal.won ? '2026-03-29' : null }));
const aTouch = fc
  .record({ crm: aCrm, id: anId, person: aRef, campaignId: fc.option(anId), at: anInstant })
  .map((touch) => aTouchRow({ ...touch, modifiedAt: new Date(Date.UTC(2026, 5)) }));
const anActivity = fc
  .record({ crm: aCrm, id: anId, people: fc.array(aRef, { maxLength: 2 }), at: anInstant })
  .map((activity) => anActivityRow({ ...activity, modifiedAt: new Date(Date.UTC(2026, 5)) }));
const aCompany = fc
  .record({
    crm: aCrm,
    id: anId,
    domain: fc.constantFrom(null, 'acme.test', 'blue.test'),
    employees: fc.option(fc.nat(9)),
  })
  .map((company) => aCompanyRow(company));
const aCampaign = fc
  .record({ crm: aCrm, id: anId, channel: fc.constantFrom(null, 'ads'), spend: fc.constantFrom(null, '100') })
  .map((campaign) => aCampaignRow(campaign));

const someRows = fc
  .array(fc.oneof(aPerson, aDeal, aTouch, anActivity, aCompany, aCampaign), { minLength: 1, maxLength: 40 })
  // One version a record: of two that are equally new nobody can tell which one is right.
  .map((rows) => [
    ...new Map(
      rows.map((row) => [`${row.kind} ${row.crm} ${row.kind === 'person' ? row.object : ''} ${row.id}`, row]),
    ).values(),
  ]);

const someOrder = someRows.chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    portions: fc.array(fc.subarray(rows), { maxLength: 3 }).chain((repeats) =>
      fc.record({
        again: fc.constant(repeats),
        order: fc.shuffledSubarray(rows, { minLength: rows.length }),
        cuts: fc.array(fc.nat(rows.length), { maxLength: 4 }),
      }),
    ),
  }),
);

/** Everything that is worked out, without the numbers that depend on what came first. */
const WORKED_OUT = [
  `SELECT array_agg(r.crm || r.object || r.record_id ORDER BY r.crm, r.object, r.record_id) AS records,
     to_jsonb(p) - 'id' - 'campaign_id' AS prospect, k.crm || k.record_id AS campaign
   FROM prospect p LEFT JOIN person_record r ON r.prospect_id = p.id LEFT JOIN crm_campaign k ON k.id = p.campaign_id
   GROUP BY p.id, k.id ORDER BY 1`,
  `SELECT to_jsonb(d) - 'id' - 'prospect_id' - 'campaign_id' - 'twin_of' AS deal, t.crm || t.record_id AS twin,
     k.crm || k.record_id AS campaign, (SELECT min(r.crm || r.object || r.record_id) FROM person_record r WHERE r.prospect_id = d.prospect_id) AS main
   FROM deal d LEFT JOIN deal t ON t.id = d.twin_of LEFT JOIN crm_campaign k ON k.id = d.campaign_id ORDER BY d.crm, d.record_id`,
  `SELECT d.crm, d.record_id, person, position, (SELECT min(r.crm || r.object || r.record_id) FROM person_record r WHERE r.prospect_id = p.prospect_id) AS known
   FROM deal_person p JOIN deal d ON d.id = p.deal_id ORDER BY 1, 2, 3`,
  `SELECT d.crm, d.record_id, t.crm AS by, t.record_id AS touch, c.channel, c.at, c.first_touch, c.last_touch, c.linear,
     c.u_shaped, round(c.w_shaped::numeric, 9) AS w, round(c.time_decay::numeric, 9) AS decay
   FROM touch_credit c JOIN deal d ON d.id = c.deal_id JOIN touch t ON t.id = c.touch_id ORDER BY 1, 2, 3, 4`,
  `SELECT t.crm, t.record_id, k.record_id AS campaign, (SELECT min(r.crm || r.object || r.record_id) FROM person_record r WHERE r.prospect_id = t.prospect_id) AS known
   FROM touch t LEFT JOIN crm_campaign k ON k.id = t.campaign_id ORDER BY 1, 2`,
  'SELECT key, channel, from_day, to_day, value FROM cost ORDER BY key',
  'SELECT * FROM record_change ORDER BY crm, object, record_id, field, at',
];

async function workedOut(): Promise<unknown> {
  const found = [];
  for (const text of WORKED_OUT) found.push(await db.rows(text));
  return found;
}

describe('What is kept', () => {
  afterAll(() => emptyHistory(db));

  it('is the same in whatever order, portions and repetitions rows come; and recomputing changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someOrder, async ({ rows, portions: { again, order, cuts } }) => {
        await emptyHistory(db);
        await history().put(rows, theRules, now);
        const once = await workedOut();
        await emptyHistory(db);
        const places = [0, ...cuts.toSorted((one, other) => one - other), order.length];
        for (const [index, place] of places.slice(0, -1).entries()) {
          await history().put(order.slice(place, places[index + 1]), theRules, now);
        }
        for (const portion of again) await history().put(portion, theRules, now);
        expect(await workedOut()).toEqual(once);
        await history().recompute(theRules);
        expect(await workedOut()).toEqual(once);
      }),
      { numRuns: 25 },
    );
  });

  it('shares each deal that somebody touched wholly, by each model', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, fc.array(aRef, { maxLength: 3 }), async (rows: readonly HistoryRow[], lost) => {
        await emptyHistory(db);
        await history().put(rows, theRules, now);
        await history().markGone(lost, theRules);
        const sums = await db.rows(`SELECT deal_id, sum(first_touch) AS f, sum(last_touch) AS l, sum(linear) AS e,
          sum(u_shaped) AS u, sum(w_shaped) AS w, sum(time_decay) AS d FROM touch_credit GROUP BY deal_id`);
        for (const { f, l, e, u, w, d } of sums) for (const sum of [f, l, e, u, w, d]) expect(sum).toBeCloseTo(1, 9);
        const [{ missing }] =
          (await db.rows(`SELECT count(*)::int AS missing FROM deal d WHERE NOT d.gone AND d.twin_of IS NULL
          AND NOT EXISTS (SELECT 1 FROM touch_credit c WHERE c.deal_id = d.id)
          AND EXISTS (SELECT 1 FROM deal_person p JOIN touch t ON t.prospect_id = p.prospect_id
            WHERE p.deal_id = d.id AND t.at <= d.created_at AND t.at >= d.created_at - interval '365 days')`)) as [
            { missing: number },
          ];
        expect(missing).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});
