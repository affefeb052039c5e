// What the page does when something around it goes away, comes back, or is not known to it.
import { describe, expect, it } from 'vitest';
import type { ConversationPage } from '#sandbox/web/protocol.ts';
import { arrive, card, composer, messages, press, sees, write } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const SEEN_FROM_ANA = '/?as=ana&channel=enterprise-leads';

const stage = await useStage();

describe.skipIf(stage.absent)('The page in trouble', () => {
  it('says that Signalbox restarts, loses nothing, and its cards work afterwards', async () => {
    const ana = await stage.open(SEEN_FROM_ANA);
    arrive(stage, { name: 'Rosa Kent' });
    await card(ana, 'Rosa Kent').waitFor();
    await composer(ana).fill('half a sentence');
    await sees(ana, 'Signalbox is ready');
    const restarted = stage.app.restart();
    await sees(ana, 'Signalbox is restarting');
    arrive(stage, { name: 'Omar Sayed' });
    await restarted;
    await sees(ana, 'Signalbox is ready');
    expect(await composer(ana).inputValue()).toBe('half a sentence');
    await press(card(ana, 'Rosa Kent'), 'Claim');
    await sees(card(ana, 'Rosa Kent'), '@Ana Ruiz');
    await card(ana, 'Omar Sayed').waitFor();
  });

  it('reconnects by itself when its server was away, says so, and shows what happened meanwhile', async () => {
    stage.expectComplaint(/WebSocket|ERR_CONNECTION_REFUSED/u);
    const ana = await stage.open(SEEN_FROM_ANA);
    await composer(ana).waitFor();
    await stage.web.stop();
    await sees(ana, 'Connection lost. Reconnecting');
    arrive(stage, { name: 'Lea Brandt' });
    await stage.web.start();
    await sees(ana, 'Back again');
    await card(ana, 'Lea Brandt').waitFor();
    await write(ana, 'everybody still here?');
    await sees(messages(ana), 'everybody still here?');
    expect(await card(ana, 'Lea Brandt').count()).toBe(1);
  });

  it('shows a block that it does not know as a box that says so', async () => {
    const ana = await stage.open('/?as=ana&channel=general');
    await write(ana, 'look at this');
    await sees(messages(ana), 'look at this');
    // Slack's own rules refuse what they do not know; a newer Slack than the page's would not.
    await ana.route('**/_sandbox/conversations/**', async (route) => {
      const answer = await route.fetch();
      const page = (await answer.json()) as ConversationPage;
      const blocks = [{ type: 'hologram', depth: 3 }];
      await route.fulfill({ json: { ...page, messages: page.messages.map((message) => ({ ...message, blocks })) } });
    });
    await ana.reload();
    await messages(ana).getByText('The sandbox cannot draw this block: hologram').last().click();
    await sees(messages(ana), '"depth": 3');
    expect(await messages(ana).getByText('hologram', { exact: true }).count()).toBeGreaterThan(0);
  });
});
