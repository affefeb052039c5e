// A CRM with a past is connected: ops see how far its reading has come, have it wait and go on, and a lead that comes in
// meanwhile is announced as always.
import { expect, it } from 'vitest';
import { after, DAY_MS } from '#kernel/time.ts';
import { handsOn } from '../support/crm-hands.ts';
import { allCards } from '../support/house-cards.ts';
import { cardWhen } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import type { Servers } from '../support/house-servers.ts';
import { textIn } from '../support/slack-shape.ts';

const CONTACTS = 4500;
/** So few calls that the reading takes its time, whatever the machine can do. */
const limits = { burst: 60, searchPerSecond: 50, daily: 650_000 };

function plant({ hubspot, clock }: Servers): void {
  const createdAt = after(clock.now(), -30 * DAY_MS);
  hubspot.plant(
    'contacts',
    Array.from({ length: CONTACTS }, (_, number) => ({
      id: String(500_000 + number),
      createdAt,
      updatedAt: createdAt,
      properties: { email: `old${number}@customer.test`, lastname: `Old${number}`, lifecyclestage: 'lead' },
    })),
  );
}

/** The one message about it, as it stands. */
function progress({ slack }: House): { readonly ts: string; readonly words: string } {
  const about = slack.workspace.messages('revops').filter(({ blocks }) => /HubSpot/u.test(textIn(blocks)));
  if (about.length !== 1) throw new Error(`${about.length} messages about HubSpot`);
  return { ts: about[0]?.ts ?? '', words: textIn(about[0]?.blocks ?? []) };
}

it(
  'shows ops how far it has come, waits for them, and announces new leads meanwhile',
  { timeout: 240_000 },
  async () => {
    const house = await aHouse({
      crms: ['hubspot'],
      limits,
      before: plant,
      playbook: aPlaybookText({ opportunityIn: 'hubspot' }),
    });
    try {
      const { ts } = await eventually(() => progress(house));
      const { workspace } = house.slack;
      await workspace.as('ana').click('revops', ts, 'history.pause');
      await eventually(() => expect(workspace.as('ana').inbox()[0]?.text).toContain('Only ops and admins pause'));

      await workspace.as('ops').click('revops', ts, 'history.pause');
      await eventually(() => expect(progress(house).words).toContain('is paused'));
      handsOn(house, 'hubspot').createLead({ name: 'Nora New', score: 99 });
      await cardWhen(house, 'Nora New', () => undefined);
      const [{ done }] = (await house.rows<{ done: number }>(
        `SELECT done FROM history_sync WHERE kind = 'person'`,
      )) as readonly [{ done: number }];
      expect(done).toBeLessThan(CONTACTS);

      await workspace.as('ops').click('revops', ts, 'history.resume');
      await eventually(() => expect(progress(house).words).not.toContain('is paused'));
      await house.tick('history-hubspot');
      await expect
        .poll(() => progress(house).words, { timeout: 180_000, interval: 100 })
        .toMatch(/Everything in HubSpot is read: 4,50\d records in /u);
      const [counted] = await house.rows(`
      SELECT (SELECT count(*)::int FROM lead WHERE standing = 'baseline') AS silent,
        (SELECT count(*)::int FROM person_record WHERE NOT gone) AS people`);
      expect(counted).toEqual({ silent: CONTACTS, people: CONTACTS + 1 });
      expect(allCards(house.slack)).toHaveLength(1);
      await expectSound(house);
    } finally {
      await house.close();
    }
  },
);
