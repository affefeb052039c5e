// What the app hears of what people type into a modal, and when.
import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { modal } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';
import { eventually } from './eventually.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
const ana = () => slack.workspace.as('ana');
const heardOf = () => workspace.heard.map(({ type }) => type);
const openedView = async (command: string) => {
  await ana().command(command, '', 'general');
  return eventually(() => ana().modal() ?? Promise.reject(new Error('no modal yet')));
};
const control = (path: string, body: unknown) =>
  fetch(`${slack.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen);
  slack = workspace.slack;
});
afterAll(() => workspace.close());
beforeEach(() => {
  workspace.heard.length = 0;
});

const label = { type: 'plain_text' as const, text: 'Search' };
const live = {
  type: 'input' as const,
  block_id: 'search',
  dispatch_action: true,
  label,
  element: { type: 'plain_text_input' as const, action_id: 'query' },
};

function listen(bolt: App): void {
  bolt.command('/live', async ({ ack, command, client }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: modal('Live', { blocks: [live] }) });
  });
  bolt.command('/stack', async ({ ack, command, client }) => {
    await ack();
    const view = modal('First', { callback_id: 'first', notify_on_close: true, clear_on_close: true });
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  bolt.action('query', async ({ ack }) => ack());
  bolt.view('a_modal', async ({ ack }) => ack());
  bolt.view('first', async ({ ack }) =>
    ack({ response_action: 'push', view: modal('Second', { notify_on_close: true, clear_on_close: true }) }),
  );
  bolt.view({ callback_id: /./u, type: 'view_closed' }, async ({ ack }) => ack());
}

describe('an input that dispatches', () => {
  it('tells the app when it is typed into, and a submission tells nothing twice', async () => {
    const view = await openedView('/live');
    workspace.heard.length = 0;
    await ana().fill(view.id, { query: 'glo' });
    expect(heardOf()).toEqual(['block_actions']);
    await ana().submit(view.id, { query: 'globex' });
    expect(heardOf()).toEqual(['block_actions', 'view_submission']);
    expect(workspace.heard.at(-1)).toMatchObject({
      view: { state: { values: { search: { query: { value: 'globex' } } } } },
    });
  });
});

describe('entering', () => {
  it('keeps values without a word to the app, which sees them with whatever comes next', async () => {
    const view = await openedView('/live');
    workspace.heard.length = 0;
    const answer = await control('enter', { as: 'ana', view_id: view.id, values: { 'search.query': 'northwind' } });
    expect(await answer.json()).toEqual({ result: null });
    expect(heardOf()).toEqual([]);
    await ana().submit(view.id);
    expect(workspace.heard[0]).toMatchObject({
      view: { state: { values: { search: { query: { value: 'northwind' } } } } },
    });
  });

  it('needs the view in front and an input that is there', async () => {
    const view = await openedView('/live');
    const status = async (body: unknown) => (await control('enter', body)).status;
    expect(await status({ as: 'ana', view_id: view.id, values: { nowhere: 'x' } })).toBe(404);
    expect(await status({ as: 'bo', view_id: view.id, values: { query: 'x' } })).toBe(404);
    await ana().closeModal(view.id);
  });
});

describe('closing a modal that clears', () => {
  it('takes the whole stack, and tells of each view that asked', async () => {
    const first = await openedView('/stack');
    await ana().submit(first.id, { text: 'x' });
    const [, second] = ana().modals();
    workspace.heard.length = 0;
    await ana().closeModal(second?.id ?? '');
    expect(ana().modals()).toEqual([]);
    expect(workspace.heard).toMatchObject([
      { type: 'view_closed', is_cleared: true, view: { id: second?.id } },
      { type: 'view_closed', is_cleared: true, view: { id: first.id } },
    ]);
  });
});
