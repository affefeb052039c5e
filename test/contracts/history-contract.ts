// Everything that ports/crm-history.ts promises, run against each adapter and the CRM behind it.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChangeCursor, Crm } from '#ports/crm.ts';
import type { HistoryChanges, HistoryKind, HistoryPage, HistoryRow } from '#ports/crm-history.ts';
import { byText } from './crm-cases.ts';
import type { HistoryHarness, PastHands } from './history-harness.ts';

const nine = new Date('2026-11-23T09:00:00Z');
const BEGINNING: ChangeCursor = { at: new Date('2026-01-01T00:00:00Z'), id: '' };

/** Runs the suite. `open` starts a fresh, empty account for each test. */
export function describeHistoryContract(name: string, open: () => Promise<HistoryHarness>): void {
  async function start(): Promise<HistoryHarness> {
    const harness = await open();
    onTestFinished(() => harness.close());
    harness.hands.setTime(nine);
    return harness;
  }

  describe(`${name} keeps the contract of a CRM’s past`, () => {
    describeLists(start);
    describePasts(start);
    describeFollowing(start);
  });
}

type Start = () => Promise<HistoryHarness>;

function describeLists(start: Start): void {
  describe('whole lists', () => {
    it('hold everything once, over pages, and go on after a restart', async () => {
      const { crm, hands, reconnect } = await start();
      const ids = await create(hands, 120);
      const first = await crm.history.list('person', null);
      const rest = first.next === null ? [] : await listed(reconnect(), 'person', first.next);
      const people = [...first.rows.filter(({ kind }) => kind === 'person'), ...rest];
      expect(people.map(({ id }) => id).toSorted(byText)).toEqual(ids.toSorted(byText));
      await expect(crm.history.totals('person')).resolves.toMatchObject({ count: 120 });
    });

    it('tell the same records as the CRM port reads', async () => {
      const { crm, hands } = await start();
      const lead = await hands.createLead({ email: 'kim@globex.test', lastName: 'Okafor' });
      const deal = await hands.createDeal({ name: 'Globex', amount: 1200 });
      for (const { kind, object, id } of [
        { kind: 'person', object: 'lead', id: lead },
        { kind: 'deal', object: 'opportunity', id: deal },
      ] as const) {
        const { records } = await crm.history.list(kind, null);
        const { found } = await crm.read(object, [id]);
        expect(records.filter(({ ref }) => ref.id === id)).toEqual(found);
      }
    });

    it.each(['company', 'campaign', 'person', 'deal', 'touch', 'activity'] as const)(
      'of every %s are there, empty at first',
      async (kind) => {
        const { crm } = await start();
        expect(await crm.history.kinds()).toContain(kind);
        await expect(listed(crm, kind)).resolves.toEqual([]);
      },
    );

    it('hold companies and campaigns with what KPIs ask of them', async () => {
      const { crm, hands } = await start();
      const company = await hands.createCompany('Globex', 620);
      const campaign = await hands.createCampaign('Spring', 9000);
      const companies = await listed(crm, 'company');
      expect(companies.find(({ id }) => id === company)).toMatchObject({ name: 'Globex', employees: 620 });
      await expect(listed(crm, 'campaign')).resolves.toMatchObject([
        { id: campaign, name: 'Spring', budget: '9000.00' },
      ]);
      await expect(crm.history.totals('campaign')).resolves.toMatchObject({ count: 1 });
    });

    it('name stages in words', async () => {
      const { crm, stages } = await start();
      const labels = await crm.history.labels();
      expect(stages.every((stage) => (labels.get(stage) ?? '') !== '')).toBe(true);
    });
  });
}

function describePasts(start: Start): void {
  describe('pasts', () => {
    it('tell when a lead came into each stage, and to whom it was given', async () => {
      const { crm, hands, stages, stageField, ana, bo } = await start();
      const id = await hands.createLead({ email: 'kim@globex.test', lastName: 'Okafor' });
      hands.setTime(minutes(10));
      await hands.setStage(id, stages[1]);
      await hands.setOwner(id, ana);
      hands.setTime(minutes(20));
      await hands.setStage(id, stages[2]);
      await hands.setOwner(id, bo);
      const [row] = await listed(crm, 'person');
      expect(row).toMatchObject({ id, email: 'kim@globex.test', ownerId: bo, [stageField]: stages[2] });
      const changes = row?.kind === 'person' ? row.changes : [];
      expect(changes.filter(({ field }) => field === stageField).slice(-2)).toEqual([
        { field: stageField, at: minutes(10), value: stages[1] },
        { field: stageField, at: minutes(20), value: stages[2] },
      ]);
      expect(changes.filter(({ field }) => field === 'owner').slice(-2)).toEqual([
        { field: 'owner', at: minutes(10), value: ana },
        { field: 'owner', at: minutes(20), value: bo },
      ]);
    });

    it('tell what a deal was worth when, and when it was won', async () => {
      const { crm, hands } = await start();
      const id = await hands.createDeal({ name: 'Globex', amount: 1200 });
      const [open] = await listed(crm, 'deal');
      expect(open).toMatchObject({ id, amount: '1200.00', closed: false, won: false });
      hands.setTime(minutes(10));
      await hands.setAmount(id, 1500.5);
      hands.setTime(minutes(20));
      await hands.winDeal(id);
      const [row] = await listed(crm, 'deal');
      expect(row).toMatchObject({ id, amount: '1500.50', closed: true, won: true });
      if (row?.kind !== 'deal') throw new Error('no deal');
      expect(row.closeDate).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
      expect(row.changes).toContainEqual({ field: 'amount', at: minutes(10), value: '1500.50' });
      expect(row.changes).toContainEqual({ field: 'stage', at: minutes(20), value: row.stage });
    });

    it('tell what reps did and what leads answered to', async () => {
      const { crm, hands, ana } = await start();
      const lead = await hands.createLead({ email: 'kim@globex.test', lastName: 'Okafor' });
      const campaign = await hands.createCampaign('Spring', 9000);
      hands.setTime(minutes(10));
      await hands.reachOut(lead);
      hands.setTime(minutes(20));
      await hands.respond(lead, campaign);
      const person = { crm: crm.name, object: 'lead', id: lead };
      await expect(listed(crm, 'activity')).resolves.toMatchObject([
        { at: minutes(10), ownerId: ana, people: [person] },
      ]);
      const touches = await listed(crm, 'touch');
      expect(touches.filter((touch) => touch.kind === 'touch' && touch.responded)).toMatchObject([
        { at: minutes(20), person, campaignId: campaign },
      ]);
    });

    it('can be read one by one; what is not there is left out', async () => {
      const { crm, hands, stages, unknownLeadId } = await start();
      const id = await hands.createLead({ email: 'kim@globex.test', lastName: 'Okafor' });
      hands.setTime(minutes(10));
      await hands.setStage(id, stages[1]);
      const all = await listed(crm, 'person');
      await expect(crm.history.read('person', [id, unknownLeadId])).resolves.toEqual(all);
      const deal = await hands.createDeal({ name: 'Globex', amount: 1200 });
      await expect(crm.history.read('deal', [deal])).resolves.toEqual(await listed(crm, 'deal'));
    });
  });
}

function describeFollowing(start: Start): void {
  describe('changes', () => {
    it('tell of what is new and what changed, in order, and of nothing twice', async () => {
      const { crm, hands, stages, stageField } = await start();
      const ids = await create(hands, 3);
      const before = await followed(crm, 'person', BEGINNING);
      expect(
        peopleIn(before)
          .map(({ id }) => id)
          .toSorted(byText),
      ).toEqual(ids.toSorted(byText));
      hands.setTime(minutes(10));
      await hands.setStage(ids[1] ?? '', stages[1]);
      const after = await followed(crm, 'person', before.next);
      expect(peopleIn(after)).toMatchObject([{ id: ids[1], modifiedAt: minutes(10), [stageField]: stages[1] }]);
      const idle = await followed(crm, 'person', after.next);
      expect(peopleIn(idle)).toEqual([]);
      expect(idle.next).toEqual(after.next);
    });

    it('tell what was deleted', async () => {
      const { crm, hands } = await start();
      const [kept = '', lost = ''] = await create(hands, 2);
      const deal = await hands.createDeal({ name: 'Globex', amount: 1200 });
      hands.setTime(minutes(10));
      await hands.deleteLead(lost);
      await hands.deleteDeal(deal);
      const people = await followed(crm, 'person', { at: minutes(5), id: '' });
      expect(people.gone).toContainEqual({ crm: crm.name, object: 'lead', id: lost });
      expect(people.gone).not.toContainEqual({ crm: crm.name, object: 'lead', id: kept });
      const deals = await followed(crm, 'deal', { at: minutes(5), id: '' });
      expect(deals.gone).toContainEqual({ crm: crm.name, object: 'opportunity', id: deal });
      await expect(listed(crm, 'person')).resolves.toMatchObject([{ id: kept }]);
    });

    it('tell which records live on in another', async () => {
      const { crm, hands } = await start();
      const [winner = '', loser = ''] = await create(hands, 2);
      hands.setTime(minutes(10));
      await hands.mergeLeads(winner, loser);
      const { merged } = await followed(crm, 'person', { at: minutes(5), id: '' });
      const ref = (id: string) => ({ crm: crm.name, object: 'lead', id });
      expect(merged).toContainEqual({ from: ref(loser), into: ref(winner) });
    });

    it.each(['company', 'campaign', 'deal', 'touch', 'activity'] as const)(
      'of every %s come to an end',
      async (kind) => {
        const { crm, hands } = await start();
        const lead = await hands.createLead({ email: 'kim@globex.test', lastName: 'Okafor' });
        await hands.createCompany('Globex', 620);
        await hands.createDeal({ name: 'Globex', amount: 1200 });
        const campaign = await hands.createCampaign('Spring', 9000);
        await hands.respond(lead, campaign);
        await hands.reachOut(lead);
        const { rows, next } = await followed(crm, kind, BEGINNING);
        expect(rows.filter((row) => row.kind === kind).length).toBeGreaterThan(0);
        const idle = await followed(crm, kind, next);
        expect(idle.next.at.getTime()).toBeGreaterThanOrEqual(next.at.getTime());
      },
    );
  });
}

async function create(hands: PastHands, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await hands.createLead({ email: `p${n}@x.test`, lastName: `P${n}` }));
  }
  return ids;
}

function minutes(after: number): Date {
  return new Date(nine.getTime() + after * 60_000);
}

/** Every row of the kind, page by page. */
async function listed(crm: Crm, kind: HistoryKind, from: string | null = null): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  let cursor = from;
  for (let pages = 0; pages < 200; pages += 1) {
    const page: HistoryPage = await crm.history.list(kind, cursor);
    rows.push(...page.rows.filter((row) => row.kind === kind));
    if (page.next === null) return rows;
    cursor = page.next;
  }
  throw new Error('two hundred pages and no end: the cursor does not move');
}

/** All changes after a place, each cursor stored and read back as JSON would be. */
async function followed(crm: Crm, kind: HistoryKind, from: ChangeCursor): Promise<HistoryChanges> {
  let all: HistoryChanges = { rows: [], gone: [], merged: [], next: from, caughtUp: false };
  for (let pages = 0; pages < 50; pages += 1) {
    const page = await crm.history.changes(kind, { at: new Date(all.next.at.toISOString()), id: all.next.id });
    all = {
      rows: [...all.rows, ...page.rows],
      gone: [...all.gone, ...page.gone],
      merged: [...all.merged, ...page.merged],
      next: page.next,
      caughtUp: page.caughtUp,
    };
    if (page.caughtUp) return all;
  }
  throw new Error('fifty pages and no end: the cursor does not move');
}

function peopleIn({ rows }: HistoryChanges): readonly HistoryRow[] {
  return rows.filter(({ kind }) => kind === 'person');
}
