// What explains a change that was planted: the right slice first, by its best name, and no slice where all went down alike.
import { describe, expect, it } from 'vitest';
import { explainSeries } from '#features/anomalies/series/explain-series.ts';
import type { Explained } from '#features/anomalies/series/explain-series.ts';
import { useDatabase } from '../../../support/database.ts';
import { PLANTED_KPIS, plantPeople } from '../../../support/planted-leads.ts';
import type { Planted } from '../../../support/planted-leads.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const db = useDatabase({ now: () => NOW });
const LAST = '2026-11-19';

const desk = (more = '') => aSeriesDesk(db.database.metrics, NOW, `${PLANTED_KPIS}${more}`);

const ALL = ['source', 'channel', 'country', 'segment', 'owner', 'crm', 'team'];

interface Case {
  readonly when: string;
  readonly lost: (lead: Planted) => number;
  readonly cause: Readonly<Record<string, string>>;
  readonly since?: string;
}

const GONE = (lost: (lead: Planted) => boolean) => (lead: Planted) => (lost(lead) ? 1 : 0);

async function explained(lost: (lead: Planted) => number, since: string, question = 'leads'): Promise<Explained> {
  const changed = (Date.parse(LAST) - Date.parse(since)) / 86_400_000 + 1;
  await plantPeople(db, { seed: 7, last: LAST, changed, aDay: 100, lost });
  const plan = await aPlan(desk(), question);
  return explainSeries(desk(), plan, { series: '', since, until: LAST, expected: null });
}

describe('The cause of a drop', () => {
  it.each<Case>([
    {
      when: 'one source is gone, which is all of its channel',
      lost: GONE(({ source }) => source === 'Google Ads'),
      cause: { source: 'Google Ads' },
    },
    {
      when: 'a channel of two sources is gone',
      lost: GONE(({ source }) => source === 'Webinar' || source === 'Trade Show'),
      cause: { channel: 'event' },
      since: '2026-11-17',
    },
    {
      when: 'one country of one source is gone',
      lost: GONE(({ source, country }) => source === 'Google Ads' && country === 'DE'),
      cause: { source: 'Google Ads', country: 'DE' },
      since: '2026-11-17',
    },
    {
      when: 'one country is gone, which is all that its owner has',
      lost: GONE(({ country }) => country === 'US'),
      cause: { country: 'US' },
    },
    {
      when: 'one CRM brings half of what it did',
      lost: ({ crm }) => (crm === 'salesforce' ? 0.8 : 0),
      cause: { crm: 'salesforce' },
    },
  ])('is named first where $when', async ({ lost, cause, since = LAST }) => {
    const { everywhere, causes, lookedAt } = await explained(lost, since);
    expect(causes[0]?.dims).toEqual(cause);
    expect(causes[0]?.share).toBeGreaterThan(0.7);
    expect(everywhere).toBe(false);
    expect(ALL).toEqual(expect.arrayContaining([...lookedAt]));
  });

  it('is none where it is the same everywhere', async () => {
    const { everywhere } = await explained(() => 0.4, '2026-11-17');
    expect(everywhere).toBe(true);
  });

  it('is none where there is no drop', async () => {
    expect(await explained(() => 0, '2026-11-17')).toMatchObject({ everywhere: false, causes: [] });
  });
});
