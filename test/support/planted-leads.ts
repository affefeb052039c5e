// Leads of three months with a change planted into their last days: which slice lost how much is known beforehand.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { TestDatabase } from './database.ts';

export interface Planted {
  readonly source: string;
  readonly country: string;
  readonly crm: string;
  readonly owner: string;
  readonly employees: number;
}

export interface Planting {
  readonly seed: number;
  /** The last day with leads; the change is in the last `changed` days. */
  readonly last: string;
  readonly changed: number;
  /** Leads a day, before anything is lost. */
  readonly aDay: number;
  /** Of such leads this share is lost in the changed days. */
  readonly lost: (lead: Planted) => number;
  /** Share that becomes an MQL within the day; in the changed days, too. */
  readonly qualified?: (lead: Planted, changed: boolean) => number;
}

const DAY = 86_400_000;
const DAYS = 84;
/** Names with their shares of all, one at least. */
type Shares<More = unknown> = readonly [Share & More, ...(Share & More)[]];
interface Share {
  readonly name: string;
  readonly share: number;
}

/** Who owns leads follows from where they come from. */
const COUNTRIES: Shares<{ readonly owner: string }> = [
  { name: 'DE', share: 0.4, owner: 'ana@acme.test' },
  { name: 'US', share: 0.3, owner: 'bo@acme.test' },
  { name: 'FR', share: 0.2, owner: 'cy@acme.test' },
  { name: 'IN', share: 0.1, owner: 'cy@acme.test' },
];
const SOURCES: Shares = [
  { name: 'Google Ads', share: 0.4 },
  { name: 'Web', share: 0.25 },
  { name: 'Webinar', share: 0.15 },
  { name: 'LinkedIn', share: 0.12 },
  { name: 'Trade Show', share: 0.08 },
];

/** How a playbook reads them: one source alone is paid search, another alone is an event of its own. */
export const PLANTED_KPIS = `kpis:
  channels: { paid: [Google Ads], organic: [Web], event: [Webinar, Trade Show], social: [LinkedIn] }
  segments: [{ name: smb, up_to: 200 }, { name: enterprise }]
  teams: { north: [ana@acme.test], west: [bo@acme.test, cy@acme.test] }
`;

/** In place of all people there were. */
export async function plantPeople({ rows }: Pick<TestDatabase, 'rows'>, planting: Planting): Promise<void> {
  const people = peopleOf(planting);
  const columns = Object.keys(people[0] ?? {}).join(', ');
  await rows('TRUNCATE prospect RESTART IDENTITY CASCADE');
  await rows(
    `INSERT INTO prospect (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::prospect, $1::jsonb)`,
    [JSON.stringify(people)],
  );
  await rows('ANALYZE prospect');
}

function peopleOf({ seed, last, changed, aDay, lost, qualified }: Planting): readonly Record<string, unknown>[] {
  const generator = xoroshiro128plus(seed);
  const chance = (): number => uniformFloat64(generator);
  const people: Record<string, unknown>[] = [];
  for (let back = DAYS - 1; back >= 0; back -= 1) {
    const morning = Date.parse(`${last}T08:00:00Z`) - back * DAY;
    const weekend = new Date(morning).getUTCDay() % 6 === 0;
    for (let n = 0; n < aDay * (weekend ? 0.4 : 1); n += 1) {
      const country = drawn(COUNTRIES, chance());
      const lead: Planted = {
        source: drawn(SOURCES, chance()).name,
        country: country.name,
        owner: country.owner,
        crm: chance() < 0.5 ? 'hubspot' : 'salesforce',
        employees: chance() < 0.6 ? 50 : 5000,
      };
      if (back < changed && chance() < lost(lead)) continue;
      const at = new Date(morning + Math.floor(chance() * 8 * 60) * 60_000);
      const isQualified = chance() < (qualified?.(lead, back < changed) ?? 0);
      people.push({
        ...lead,
        id: people.length + 1,
        email: `p${people.length}@customer.test`,
        created_at: at,
        modified_at: at,
        lead_at: at,
        mql_at: isQualified ? new Date(at.getTime() + 60_000) : null,
        filled: 0,
        valid: 0,
        gone: false,
      });
    }
  }
  return people;
}

function drawn<T extends { readonly share: number }>(of: readonly [T, ...T[]], chance: number): T {
  let sum = 0;
  for (const one of of) {
    sum += one.share;
    if (chance < sum) return one;
  }
  return of[0];
}
