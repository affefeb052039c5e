// Starting while something is wrong: what may pass is waited for and said by /readyz, what a person must mend is said at
// once, and in words that name the place.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { DEFAULT_BOT_SCOPES } from '#sandbox/slack/world/options.ts';
import type { Servers } from '../support/house-servers.ts';
import { handsOn } from '../support/crm-hands.ts';
import { cardWhen } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { aHouse, eventually, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';

interface Trouble {
  readonly when: string;
  readonly begins: (servers: Servers) => void;
  readonly ends: (servers: Servers) => void;
  /** Which dependency says what. */
  readonly says: readonly (readonly [string, string])[];
}

const PASSING: readonly Trouble[] = [
  {
    when: 'Slack does not grant a scope and HubSpot another',
    begins({ clock, slack, hubspot }) {
      clock.moveBy(MINUTE_MS);
      slack.workspace.setScopes(slack.botToken, ['chat:write', 'commands']);
      hubspot.removeScope('crm.objects.contacts.read');
    },
    ends({ slack, hubspot }) {
      slack.workspace.setScopes(slack.botToken, DEFAULT_BOT_SCOPES);
      hubspot.restoreScopes();
    },
    says: [
      ['slack', 'missing_scope: the token lacks '],
      ['hubspot', 'The app lacks crm.objects.contacts.read.'],
    ],
  },
  {
    when: 'every token was revoked',
    begins({ slack, hubspot, salesforce }) {
      slack.workspace.setTokenRevoked(slack.botToken, true);
      hubspot.revokeToken();
      salesforce.revokeAccess();
    },
    ends({ slack, hubspot, salesforce }) {
      slack.workspace.setTokenRevoked(slack.botToken, false);
      hubspot.restoreToken();
      salesforce.restoreAccess();
    },
    says: [
      ['slack', 'token_revoked: the token was revoked'],
      ['hubspot', 'Authentication credentials not found'],
      ['salesforce', 'no client credentials user enabled'],
    ],
  },
  {
    when: 'nobody can be reached',
    begins({ slack, hubspot, salesforce }) {
      slack.faults.next({ method: '*', kind: 'reset', times: 10_000 });
      hubspot.fault({ kind: 'reset', times: 10_000 });
      salesforce.faults.inject({ kind: 'reset' });
    },
    ends({ slack, hubspot, salesforce }) {
      slack.faults.clear();
      hubspot.clearFaults();
      salesforce.faults.clear();
    },
    says: [
      ['slack', 'no answer from Slack'],
      ['hubspot', ''],
      ['salesforce', ''],
    ],
  },
];

it.concurrent.for(PASSING)(
  'says so when $when, keeps what comes in, and recovers by itself',
  { timeout: 60_000 },
  async ({ begins, ends, says }, { onTestFinished }) => {
    const house = await aHouse();
    onTestFinished(() => house.close());
    await house.stop();
    begins(house);
    await house.start();
    for (const [dependency, words] of says) {
      await eventually(async () => {
        const because = await troubleOf(house, dependency);
        expect(because).toContain(words);
        expect(because).not.toBe('not connected yet');
      });
    }
    handsOn(house, 'hubspot').createLead({ name: 'Wanda Waiting', score: 92 });
    await eventually(() => expect(house.webhooks.deliveries().at(-1)?.status).toBe(200));

    ends(house);
    await house.tick('reconcile-hubspot');

    await untilReady(house);
    await cardWhen(house, 'Wanda Waiting', ({ words }) => expect(words).toContain('*Offered* to'));
  },
);

async function troubleOf(house: House, dependency: string): Promise<string | undefined> {
  const { status, text } = await house.readiness();
  expect(status).toBe(503);
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, { because?: string }> };
  return dependencies[dependency]?.because;
}

describe('An app that cannot be started says where the mistake is', () => {
  let house: House;
  beforeAll(async () => {
    house = await aHouse();
  });
  afterAll(() => house.close());

  it.each([
    {
      when: 'a field does not exist',
      text: aPlaybookText().replace('lead.score > 85', 'lead.scor > 85'),
      words: [/playbook\.yaml:\d+:\d+/u, /did you mean "?lead\.score/u],
    },
    { when: 'it is not YAML', text: 'version: [1', words: [/playbook\.yaml:\d+:\d+/u] },
    {
      when: 'a team is not there',
      text: aPlaybookText().replace('route: { team: smb }', 'route: { team: smbs }'),
      words: [/playbook\.yaml:\d+:\d+/u, /smb/u],
    },
  ])('in a playbook in which $when', async ({ text, words }) => {
    const file = join(house.env['DATA_DIR'] ?? '', 'other-playbook.yaml');
    await writeFile(file, text);
    const refused = await house.start({ PLAYBOOK: file }).catch(String);
    for (const word of words) expect(refused).toMatch(word);
  });

  it('in a playbook that is not there, and in a database that is not there', async () => {
    const nowhere = '/nowhere/playbook.yaml';
    await expect(house.start({ PLAYBOOK: nowhere })).rejects.toThrow(/\/nowhere\/playbook\.yaml.*PLAYBOOK/u);
    const elsewhere = (house.env['DATABASE_URL'] ?? '').replace(/\/test_\w+/u, '/nowhere');
    await expect(house.start({ DATABASE_URL: elsewhere })).rejects.toThrow(/DATABASE_URL/u);
  });
});

it('names a mapped property that the account lacks, with the nearest that it has', async ({ onTestFinished }) => {
  const playbook = aPlaybookText({ opportunityIn: 'hubspot' }).replace(
    '{ salesforce: Lead.Score__c }',
    '{ hubspot: contact.hubspotscores }',
  );
  const house = await aHouse({ crms: ['hubspot'], playbook, ready: false });
  onTestFinished(() => house.close());
  await eventually(async () =>
    expect(await troubleOf(house, 'hubspot')).toContain(
      'lead.score: contact.hubspotscores (did you mean contact.hubspotscore?)',
    ),
  );
});
