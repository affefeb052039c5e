// What the terminal shows of Slack and of the CRMs, with and without a person in front of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aSession, CONTACT } from './a-session.ts';
import type { Session } from './a-session.ts';

let session: Session;
afterEach(() => session.close());

describe('a person at the terminal', () => {
  beforeEach(async () => {
    session = await aSession();
  });

  it('first reads what this is, where it is, and what to try', () => {
    expect(session.screen()).toContain('made-up company, Acme');
    expect(session.screen()).toContain(`App ${session.app.url}`);
    expect(session.screen()).toContain('Log /data/app.log');
    expect(session.screen()).toContain('Try: ');
  });

  it('sees a card with its number and numbered buttons, and later only what changed on it', async () => {
    const { channel, ts } = await session.postCard();
    await session.says(
      /#smb-leads {2}Signalbox, card 1\n {4}Dana Whitfield {2}· {2}VP Marketing\n {4}HubSpot contact\n {4}Open\n {4}\[1 Claim\] \[2 Not a fit\]\n/u,
    );
    const seen = session.screen().length;
    await session.call('chat.update', {
      channel,
      ts,
      text: 'Lead: Dana',
      blocks: session.cardBlocks('*Claimed* by <@U000000001>', 'Release'),
    });
    await session.says(/card 1 changed\n {4}Claimed by @Ana Ruiz\n {4}\[1 Release\]\n/u);
    expect(session.screen().slice(seen)).not.toContain('VP Marketing');
  });

  it('sees threads, private notes and the CRMs', async () => {
    const { channel, ts } = await session.postCard();
    await session.call('chat.postMessage', { channel, thread_ts: ts, text: 'Ana Ruiz claimed this lead' });
    await session.call('chat.postEphemeral', { channel, user: 'U000000003', text: 'It is yours.' });
    session.sandbox.hubspot.setOwner('contacts', CONTACT, '70001');
    session.sandbox.salesforce.createLead({ LastName: 'Okoro', Company: 'One', Owner: 'bo@acme.test' });
    for (const line of [
      'HubSpot  new contact Dana Whitfield  email dana@one.example',
      'in the thread of card 1: Ana Ruiz claimed this lead',
      '#smb-leads  only Cy Okafor sees: It is yours.',
      'HubSpot  contact Dana Whitfield  owner -> Ana Ruiz',
      'Salesforce  new lead Okoro  owner Bo Lindqvist',
    ]) {
      await vi.waitFor(() => expect(session.screen()).toContain(line));
    }
  });

  it('gets no say over the terminal from a lead with control characters', async () => {
    session.sandbox.hubspot.createContact({ email: 'x@one.example', firstname: '\u001b[2JEve', lastname: 'Il\r' });
    await session.says('new contact [2JEve Il');
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(session.screen()).not.toMatch(/[\u001b\r]/u);
  });
});

describe('without a person at the input', () => {
  it('only the transcript is written and nothing is read', async () => {
    session = await aSession({ interactive: false });
    session.type('lead');
    await session.postCard();
    await session.says('Signalbox, card 1');
    expect(session.screen()).toContain('There is no prompt here');
    expect(session.screen()).not.toContain('Jürgen Brandt');
    expect(session.input.readableLength).toBeGreaterThan(0);
  });
});
