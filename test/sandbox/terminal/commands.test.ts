// What the commands of the prompt do in Slack, in the CRMs and to the sandbox.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aSession, CONTACT, form } from './a-session.ts';
import type { Session } from './a-session.ts';

let session: Session;
afterEach(() => session.close());

describe('a command at the prompt', () => {
  beforeEach(async () => {
    session = await aSession();
  });

  it('presses buttons as whom they say, all at once in a race', async () => {
    await session.postCard();
    session.type('claim 1 as bo');
    session.type('press 1 2 as cy');
    session.type('race 1');
    await vi.waitFor(() => expect(session.interactions()).toHaveLength(5));
    const pressed = session.interactions().map(({ user, actions }) => {
      const { username } = user as { username: string };
      return `${username} ${(actions as { action_id: string }[])[0]?.action_id}`;
    });
    expect(pressed.slice(0, 2)).toEqual(['bo Claim', 'cy Not a fit']);
    expect(new Set(pressed.slice(2))).toEqual(new Set(['ana Claim', 'bo Claim', 'cy Claim']));
  });

  it('fills the form that a button opens', async () => {
    await session.postCard();
    session.type('not-a-fit 1 as ana no_budget Call again in May');
    await vi.waitFor(() => expect(session.interactions()).toHaveLength(1));
    await session.call('views.open', { trigger_id: session.interactions()[0]?.['trigger_id'], view: form() });
    await vi.waitFor(() => expect(session.interactions()).toHaveLength(2));
    expect(session.interactions()[1]).toMatchObject({
      type: 'view_submission',
      user: { username: 'ana' },
      view: {
        state: {
          values: {
            reason: { value: { selected_option: { value: 'no_budget' } } },
            note: { value: { value: 'Call again in May' } },
          },
        },
      },
    });
    expect(session.sandbox.slack.workspace.as('ana').modal()).toBeUndefined();
  });

  it('is told the choices of a form when theirs is none of them, and the form is closed', async () => {
    await session.postCard();
    session.type('not-a-fit 1 as ana because');
    await vi.waitFor(() => expect(session.interactions()).toHaveLength(1));
    await session.call('views.open', { trigger_id: session.interactions()[0]?.['trigger_id'], view: form() });
    await session.says('There is no "because"; choose one of: no_budget (No budget)');
    await vi.waitFor(() => expect(session.sandbox.slack.workspace.as('ana').modal()).toBeUndefined());
  });

  it('sends slash commands with mentions as Slack writes them', async () => {
    session.type('/lead hand over Dana <3 @bo as ana in #revops');
    await vi.waitFor(() => expect(session.app.heard).toHaveLength(1));
    const sent = new URLSearchParams(session.app.heard[0]?.body);
    expect(Object.fromEntries(sent)).toMatchObject({
      command: '/lead',
      user_name: 'ana',
      channel_name: 'revops',
      text: 'hand over Dana &lt;3 <@U000000002|bo>',
    });
  });

  it('takes a lead in the CRM past the app', async () => {
    await session.postCard();
    session.type('grab 1 in hubspot as bo');
    await session.says("Bo took contact 30100000001 in HubSpot's own pages.");
    expect(session.sandbox.hubspot.record('contacts', CONTACT)?.properties['hubspot_owner_id']).toBe('70002');
    session.type('grab 1 in salesforce as bo');
    await session.says('This card has no link to a Salesforce lead or contact.');
    session.type('grab 1 in hubspot as mia');
    await session.says('mia has no seat in the CRM; ana, bo, cy have.');
  });

  it('breaks and mends a server', async () => {
    const ask = async (): Promise<number> => {
      const { url, accessToken } = session.sandbox.hubspot;
      const answer = await fetch(`${url}/crm/v3/owners`, { headers: { authorization: `Bearer ${accessToken}` } });
      return answer.status;
    };
    session.type('break hubspot');
    await session.says('HubSpot answers 503');
    expect(await ask()).toBe(503);
    session.type('mend hubspot');
    await session.says('HubSpot works again.');
    expect(await ask()).toBe(200);
  });

  it('asks for a lead, moves the clock, lists cards and starts and stops the stream', async () => {
    const before = session.sandbox.clock.now().getTime();
    session.type('open');
    await session.says('No card has come yet.');
    session.type('lead');
    await session.says('Jürgen Brandt is in HubSpot.');
    session.type('clock +1d');
    await session.says('1 d later: it is');
    expect(session.sandbox.clock.now().getTime()).toBeGreaterThanOrEqual(before + 86_400_000);
    await session.postCard();
    session.type('open');
    await session.says('1  #smb-leads  Lead: Dana');
    session.type('go');
    await session.says('A lead about every 20 s.');
    expect(session.sandbox.leads.running()).toBe(true);
    session.type('pause');
    await session.says('No more leads come by themselves.');
    expect(session.sandbox.leads.running()).toBe(false);
  });

  it('is told what went wrong, in words', async () => {
    session.type('claim 1 as ana');
    await session.says('No card has come yet.');
    await session.postCard();
    session.type('release 1 as ana');
    await session.says('This card has no button "Release" now; it has: 1 Claim, 2 Not a fit.');
    session.type('claim 1 as nobody');
    await session.says('Nobody is called nobody; there are ana, bo,');
    session.type('claim 7 as ana');
    await session.says('There is no card 7; see open.');
    session.answerWith(500);
    session.type('claim 1 as ana');
    await session.says('The app did not answer as it must: http_service_error.');
    expect(session.screen()).toContain('only Ana Ruiz sees from Slackbot: This app did not respond');
  });

  it('quits once, however often it is said', async () => {
    session.type('quit');
    session.type('quit');
    session.type('open');
    await session.says('No card has come yet.');
    expect(session.quits()).toBe(1);
  });

  it('is not waited for after the end of the input, and the transcript goes on', async () => {
    session.input.end();
    await session.postCard();
    await session.says('Signalbox, card 1');
    expect(session.quits()).toBe(0);
  });
});
