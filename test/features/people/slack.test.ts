import { describe, expect, it } from 'vitest';
import { registerPeopleListeners } from '#features/people/slack.ts';
import type { Listeners } from '#ports/listeners.ts';
import { aPerson } from '../../support/builders.ts';
import { ana, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();

/** Tells the app what Slack tells of somebody who changed. */
async function hear(id: string): Promise<void> {
  const heard = new Map<string, (args: { event: object }) => Promise<void>>();
  const listeners = { event: (name: string, handler: never) => void heard.set(name, handler) } as unknown as Listeners;
  registerPeopleListeners(listeners, { stores: house.stores, messenger: house.slack, clock: house.clock });
  await heard.get('user_change')?.({ event: { type: 'user_change', user: { id } } });
}

describe('When Slack tells that somebody changed', () => {
  it('the app knows at once who is on holiday, as Slack has it now', async () => {
    const place = house.slack.people.findIndex(({ id }) => id === ana.id);
    house.slack.people[place] = { ...ana, away: true };
    await hear(ana.id);
    expect(await house.stores.directory.person(ana.id)).toMatchObject({ away: true });
    house.slack.people[place] = ana;
    await hear(ana.id);
    expect(await house.stores.directory.person(ana.id)).toMatchObject({ away: false });
  });

  it('people that the app has nothing to do with stay unknown', async () => {
    const stranger = aPerson('Stranger');
    house.slack.people.push(stranger);
    await hear(stranger.id);
    expect(await house.stores.directory.person(stranger.id)).toBeNull();
  });
});
