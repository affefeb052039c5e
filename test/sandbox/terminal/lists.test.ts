// What a list of leads looks like at the terminal, and how its rows are reached.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderCardList } from '#features/leads/card-list-view.ts';
import type { Lead } from '#features/leads/lead.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { aLead } from '../../support/lead-builder.ts';
import { aSession } from './a-session.ts';
import type { Session } from './a-session.ts';

let session: Session;
beforeEach(async () => {
  session = await aSession();
});
afterEach(() => session.close());

const named = (name: string, over: Partial<Lead> = {}) =>
  aLead({ facts: { lead: { name }, company: { name: 'Acme' }, opportunity: null }, score: 91, ...over });
const [mia, tom, eva] = [named('Mia Sand'), named('Tom Ford'), named('Eva Blum')];
const listOf = (leads: readonly Lead[]) => {
  const { text, blocks } = renderCardList(
    leads.map((lead) => ({ lead, links: [] })),
    null,
  );
  return { text, blocks };
};

describe('a list of leads at the terminal', () => {
  it('is a line or two a lead, and later only the rows that changed', async () => {
    const message = { channel: '#smb-leads', ...listOf([mia, tom, eva]) };
    const { channel, ts } = await session.call('chat.postMessage', message);
    await session.says('card 1, a list: claim 1.3 as ana takes row 3');
    await session.says(/ {4}2\. Tom Ford {2}· {2}Acme\n {7}open {2}· {2}score 91\n/u);
    const seen = session.screen().length;
    const claimed = named('Tom Ford', { state: 'claimed', claimedBy: SlackUserId.parse('U000000001') });
    await session.call('chat.update', { channel, ts, ...listOf([mia, claimed, eva]) });
    await session.says(/card 1 changed\n[^\n]*2 still open\n {7}claimed by @Ana Ruiz/u);
    expect(session.screen().slice(seen)).not.toContain('Eva Blum');
  });

  it('has its rows claimed by number, and what is behind their three dots chosen by name', async () => {
    await session.call('chat.postMessage', { channel: '#smb-leads', ...listOf([mia, tom, eva]) });
    await session.says('card 1');
    session.type('claim 1.2 as bo');
    session.type('press 1.3 Why? as cy');
    await vi.waitFor(() => expect(session.interactions()).toHaveLength(2));
    const [claim, why] = session.interactions().map(({ actions }) => (actions as Record<string, unknown>[])[0]);
    expect(claim).toMatchObject({ action_id: 'leads.claim', value: tom.id });
    expect(why).toMatchObject({ action_id: 'leads.more', selected_option: { value: `why:${eva.id}` } });
    session.type('claim 1.4 as bo');
    await session.says('Card 1 has no row 4; it has 3.');
  });
});
