// A house with a small past whose numbers can be counted by hand: 40 leads in October 2026 and 30 in September, of which
// every second one became an MQL a day later.
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { createClock } from '#sandbox/clock.ts';
import type { PersonRow } from '#ports/crm-history.ts';
import { aPlaybookText } from './house-playbook.ts';
import { aHouse } from './house.ts';
import type { House, HouseOptions } from './house.ts';
import { aPersonRow, theRules } from './history-rows.ts';
import { HOSTILE } from './slack-shape.ts';
import { silentLog } from './silent-log.ts';

/** A Friday morning. */
const KPI_NOW = new Date('2026-11-20T09:00:00Z');

const DAY = 86_400_000;
const SOURCES = ['Web', 'Webinar', 'Paid Search', null] as const;

export function aKpiHouse(kpis = '', options: HouseOptions = {}): Promise<House> {
  const playbook = aPlaybookText({ opportunityIn: 'hubspot', more: `kpis:\n  scoreboard: [leads, mqls]\n${kpis}` });
  return aHouse({ crms: ['hubspot'], clock: createClock(KPI_NOW), playbook, ...options });
}

export async function plantLeads(house: House): Promise<void> {
  const database = connectDatabase({
    url: house.env['DATABASE_URL'] ?? '',
    log: silentLog,
    clock: house.clock,
    poolSize: 2,
  });
  try {
    const rows = [...leads('2026-09-01', 30, 1000), ...leads('2026-10-01', 40, 2000)];
    await database.stores.history.put(rows, theRules, house.clock.now());
  } finally {
    await database.close();
  }
}

function leads(from: string, many: number, firstId: number): readonly PersonRow[] {
  return Array.from({ length: many }, (_, index): PersonRow => {
    const at = new Date(Date.parse(`${from}T10:00:00Z`) + (index % 28) * DAY);
    const qualified = { field: 'stage', at: new Date(at.getTime() + DAY), value: 'marketingqualifiedlead' } as const;
    return aPersonRow({
      id: String(firstId + index),
      createdAt: at,
      name: index === 0 ? HOSTILE : `Person ${firstId + index}`,
      email: `p${firstId + index}@customer.test`,
      source: SOURCES[index % SOURCES.length] ?? null,
      country: index % 2 === 0 ? 'DE' : 'US',
      changes: [{ field: 'stage', at, value: 'lead' }, ...(index % 2 === 0 ? [qualified] : [])],
    });
  });
}
