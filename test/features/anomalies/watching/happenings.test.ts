// What else happened around an incident, from all places that know.
import { beforeEach, describe, expect, it } from 'vitest';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Incident } from '#features/anomalies/store.ts';
import { happeningsAround } from '#features/anomalies/watching/happenings.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aCampaign, aPlan } from '../../../support/campaign-builder.ts';
import { useDatabase } from '../../../support/database.ts';
import { anIncident } from '../../../support/incident-builder.ts';
import { emptyWatches, readThrough } from '../../../support/watch-house.ts';

const NOW = new Date('2026-12-26T04:00:00Z');
const db = useDatabase({ now: () => NOW });
const DAYS = { since: '2026-12-24', until: '2026-12-25' };
const U0MIA = 'U0MIA' as never;

beforeEach(() => emptyWatches(db));

function around(
  playbook = aPlaybook(),
  health = [readThrough(NOW)],
  kind: Incident['kind'] = 'business',
): Promise<readonly string[]> {
  return happeningsAround(db.database.stores, { playbook, health }, { kind, days: DAYS, metrics: ['leads'] });
}

describe('Nearby', () => {
  it('are holidays of where the organization works', async () => {
    expect(await around()).toEqual(expect.arrayContaining(['Holiday: Christmas Eve on 24 Dec']));
    expect(await around(aPlaybook('watching: { countries: [IL] }\n'))).toEqual([]);
  });

  it('are events of the playbook and of people, of this KPI, each year', async () => {
    const yearly = '{ name: Sale, from: 2024-12-23, to: 2024-12-24, every_year: true, metrics: [leads] }';
    const other = '{ name: Fair, from: 2026-12-24, metrics: [deals_won] }';
    const event = { name: 'Move', from: '2026-12-22', to: '2026-12-22', everyYear: false, metrics: [], incident: null };
    await db.database.stores.watches.addEvent({ ...event, createdBy: U0MIA, createdAt: NOW });
    const found = await around(aPlaybook(`watching: { countries: [IL], events: [${yearly}, ${other}] }\n`));
    expect(found).toEqual(['Sale from 23 Dec to 24 Dec', 'Move on 22 Dec']);
  });

  it('are playbooks that took effect, but the first', async () => {
    const entry = {
      action: 'playbook.put_in_force',
      actor: { kind: 'system', part: 'app' },
      subject: 'playbook',
    } as const;
    const correlationId = newCorrelationId();
    const { audit } = db.database.stores;
    const at = new Date('2026-12-24T10:00:00Z');
    await audit.append({ ...entry, at, after: { version: 1 }, playbookVersion: 1, correlationId });
    const changed = { before: { version: 1 }, after: { version: 2 }, playbookVersion: 2 };
    await audit.append({ ...entry, at, ...changed, correlationId });
    expect(await around(aPlaybook('watching: { countries: [IL] }\n'))).toEqual([
      'Playbook version 2 put in force on 24 Dec',
    ]);
  });

  it('are campaigns that were launched, and the last two that ended, whenever that was noticed', async () => {
    const { campaigns } = db.database.stores;
    const closed = { state: 'closed', launchedAt: new Date('2026-10-01T09:00:00Z'), changedAt: NOW } as const;
    const ends = { Old: '2026-11-30', First: '2026-12-21', Second: '2026-12-22', Third: '2026-12-23' };
    for (const [name, endsOn] of Object.entries(ends)) {
      const {
        id: _id,
        version: _version,
        card: _card,
        ...campaign
      } = aCampaign({ ...closed, plan: aPlan({ name, endsOn }) });
      await campaigns.create(campaign);
    }
    const live = {
      state: 'live',
      launchedAt: new Date('2026-12-24T09:00:00Z'),
      plan: aPlan({ name: 'New', endsOn: null }),
    } as const;
    const { id: _id, version: _version, card: _card, ...campaign } = aCampaign(live);
    await campaigns.create(campaign);
    const found = (await around(aPlaybook('watching: { countries: [IL] }\n'))).filter((one) =>
      one.startsWith('Campaign'),
    );
    expect(found).toEqual([
      'Campaign “New” launched on 24 Dec',
      'Campaign “Third” ended on 23 Dec',
      'Campaign “Second” ended on 22 Dec',
    ]);
  });

  it('are systems that cannot be read, and those that could not', async () => {
    const none = aPlaybook('watching: { countries: [IL] }\n');
    const failingSince = new Date('2026-12-25T12:00:00Z');
    const now = await around(none, [readThrough(failingSince, { failingSince })]);
    expect(now).toContain('HubSpot could not be read on 25 Dec');
    const fault = await around(none, [readThrough(failingSince, { failingSince })], 'data');
    expect(fault).not.toContain('HubSpot could not be read on 25 Dec');
    const {
      id: _id,
      version: _version,
      ...over
    } = anIncident({
      kind: 'data',
      fault: 'Reading HubSpot has been failing for 6 h',
      state: 'recovered',
      since: '2026-12-23',
      openedAt: new Date('2026-12-24T04:00:00Z'),
      endedAt: new Date('2026-12-24T09:00:00Z'),
    });
    await db.database.transact((tx) => tx.incidents.add(over));
    expect(await around(none)).toContain('HubSpot could not be read from 23 Dec to 24 Dec');
  });
});
