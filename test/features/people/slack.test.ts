import { describe, expect, it, vi } from 'vitest';
import { registerPeopleListeners } from '#features/people/slack.ts';
import type { Listeners } from '#ports/listeners.ts';
import type { Messenger } from '#ports/messenger.ts';
import { aPerson } from '../../support/builders.ts';
import { ana, bo, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();

type Heard = ReadonlyMap<string, (args: { event: object }) => Promise<void>>;

function listeningTo(messenger: Messenger): Heard {
  const heard = new Map<string, (args: { event: object }) => Promise<void>>();
  const listeners = { event: (name: string, handler: never) => void heard.set(name, handler) } as unknown as Listeners;
  const { stores, clock, deps } = house;
  registerPeopleListeners(listeners, { stores, messenger, clock, playbook: deps.playbook });
  return heard;
}

/** Tells the app what Slack tells of somebody who changed. */
async function hear(id: string): Promise<void> {
  await listeningTo(house.slack).get('user_change')?.({ event: { type: 'user_change', user: { id } } });
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

describe('When Slack tells that groups changed', () => {
  it('they are read once for whatever comes meanwhile, and once more after it', async () => {
    house.govern('approvals: [{ name: p, on: campaign.launch, steps: [{ any_of: [group:managers] }] }]\n');
    house.slack.userGroups.push({ id: 'S1', handle: 'managers', name: 'Managers', members: [bo.id], active: true });
    const waiting: (() => void)[] = [];
    let looks = 0;
    const slow: Messenger = {
      ...house.slack,
      groups: async () => {
        looks += 1;
        await new Promise<void>((resolve) => waiting.push(resolve));
        return house.slack.groups();
      },
    };
    const heard = listeningTo(slow);
    const event = { type: 'subteam_members_changed' };
    const told = ['subteam_created', 'subteam_updated', 'subteam_members_changed'].map((name) =>
      Promise.resolve(heard.get(name)?.({ event })),
    );
    expect(looks).toBe(1);
    waiting.shift()?.();
    await vi.waitFor(() => expect(looks).toBe(2));
    waiting.shift()?.();
    await Promise.all(told);
    expect(looks).toBe(2);
    expect(await house.stores.groups.group('managers')).toMatchObject({ members: [bo.id] });
  });
});
