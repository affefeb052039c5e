// Two replicas that differ for a while, as they do during an upgrade: each follows its own playbook, an older one goes on
// with a newer schema, and neither does what the other has done.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '#adapters/postgres/migrate.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { handsOn } from '../support/crm-hands.ts';
import { allCards } from '../support/house-cards.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { silentLog } from '../support/silent-log.ts';
import { PROJECT } from '../support/source-files.ts';

const CHANNELS = ['desk-0', 'desk-1', 'desk-2', 'desk-3', 'desk-4', 'desk-5', 'desk-6', 'desk-7'];

/** One rule a channel; the versions differ in their headline, and so in nothing that tells events apart. */
function aVersion(headline: string): string {
  const rules = CHANNELS.map(
    (channel, index) => `  - name: ${channel}
    on: lead.created
    if: lead.score == ${index}
    do: [{ create_task: { in: hubspot, subject: 'Call {{lead.name}}' } }, { alert: { channel: '#${channel}', text: ${headline} } }]`,
  );
  return aPlaybookText({ rules: rules.join('\n') });
}

let house: House;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-replicas-'));
  house = await aHouse({
    crms: ['hubspot'],
    channels: [...CHANNELS, 'revops'],
    playbook: aVersion('from the old version'),
  });
  await writeFile(join(folder, 'newer.yaml'), aVersion('from the new version'));
  await house.start({ PLAYBOOK: join(folder, 'newer.yaml') });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

it('with playbooks of two versions announce each lead once, and say by which version', async () => {
  const hubspot = handsOn(house, 'hubspot');
  CHANNELS.forEach((_, index) => hubspot.createLead({ name: `Vera Version${index}.`, score: index }));
  await eventually(() => expect(allCards(house.slack)).toHaveLength(CHANNELS.length));
  await expectSound(house);
  expect(hubspot.tasks()).toHaveLength(CHANNELS.length);
  const fired = await house.rows<{ version: number; rows: number }>(
    `SELECT playbook_version AS version, count(*)::int AS rows FROM audit WHERE action = 'rule.fired' GROUP BY 1`,
  );
  expect(fired.reduce((sum, { rows }) => sum + rows, 0)).toBe(CHANNELS.length);
  const versions = await house.rows<{ version: number }>('SELECT version FROM playbook_version');
  expect(versions).toHaveLength(2);
  expect(versions.map(({ version }) => version)).toEqual(expect.arrayContaining(fired.map(({ version }) => version)));
});

it('find by polling what no webhook told of, once, whichever of them polls', async () => {
  const hubspot = handsOn(house, 'hubspot');
  house.webhooks.setPaused(true);
  hubspot.createLead({ name: 'Paula Polled', score: 3 });
  house.webhooks.setPaused(false);
  house.clock.moveBy(MINUTE_MS);
  await house.tick('reconcile-hubspot');
  await eventually(() => expect(hubspot.tasks().map(({ subject }) => subject)).toContain('Call Paula Polled'));
  await expectSound(house);
  expect(hubspot.tasks()).toHaveLength(CHANNELS.length + 1);
});

it('of an older version go on after a newer one has migrated, though they could not be started any more', async () => {
  const newer = join(folder, 'migrations');
  await mkdir(newer);
  await cp(join(PROJECT, 'prisma', 'migrations'), newer, { recursive: true });
  await mkdir(join(newer, '99990101000000_of_a_newer_version'));
  await writeFile(
    join(newer, '99990101000000_of_a_newer_version', 'migration.sql'),
    'ALTER TABLE lead ADD COLUMN of_a_newer_version text; CREATE INDEX ON lead (of_a_newer_version);',
  );
  await migrate({ url: house.env['DATABASE_URL'] ?? '', log: silentLog, folder: newer });

  const hubspot = handsOn(house, 'hubspot');
  hubspot.createLead({ name: 'Olga Older', score: 5 });
  await eventually(() => expect(hubspot.tasks().map(({ subject }) => subject)).toContain('Call Olga Older'));
  await expectSound(house);
  await expect(house.start()).rejects.toThrow('newer than this version');
});
