// User groups as the app follows them, over real HTTP: known before anybody is asked, and what changes in Slack counts here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, wordsOf } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

const POLICIES = `approvals:
  - name: any-campaign
    on: campaign.launch
    steps: [{ any_of: ['group:managers'] }]
    escalate_to: [ana@acme.test]
`;

let house: House;

beforeAll(async () => {
  house = await aHouse({
    people: ['ana', 'mia', 'nora', 'ops'],
    groups: { managers: ['mia'], others: ['ana'] },
    playbook: aPlaybookText({ enterprise: ['ana'], smb: ['ana'], more: POLICIES }),
  });
});
afterAll(() => house.close());

async function membersOf(handle: string): Promise<readonly string[] | undefined> {
  const [row] = await house.rows<{ members: string[] }>('SELECT members FROM slack_group WHERE handle = $1', [handle]);
  return row?.members;
}

function idOf(name: string): string {
  return house.slack.workspace.as(name).user.id;
}

describe('User groups', () => {
  it('are known when the app is ready, and so are the members of those that the playbook names', async () => {
    expect(await membersOf('managers')).toEqual([idOf('mia')]);
    expect(await house.rows('SELECT name FROM person WHERE slack_id = $1', [idOf('mia')])).toHaveLength(1);
  });

  it('change here when they change in Slack', async () => {
    house.slack.workspace.setGroup('managers', { members: ['mia', 'nora'] });
    await eventually(async () => expect(await membersOf('managers')).toEqual([idOf('mia'), idOf('nora')]));
    house.slack.workspace.setGroup('newcomers', { members: ['nora'] });
    await eventually(async () => expect(await membersOf('newcomers')).toEqual([idOf('nora')]));
  });

  it('that were switched off are a trouble that the doctor names', async () => {
    house.slack.workspace.setGroup('managers', { disabled: true });
    await eventually(async () => expect(await membersOf('managers')).toEqual([]));
    const told = wordsOf(await ask(house, 'ops', '/signalbox doctor'));
    expect(told).toContain('group managers: switched off in Slack');
    expect(told).toContain('policy any-campaign: nobody can decide in step 1');
    house.slack.workspace.setGroup('managers', { disabled: false });
    await eventually(async () => expect(await membersOf('managers')).toHaveLength(2));
  });
});
