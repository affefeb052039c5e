import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { modal } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';
import { eventually } from './eventually.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
let app: App;
let heard: Record<string, unknown>[];
const ana = () => slack.workspace.as('ana');
const openedModal = async (command: string) => {
  const before = ana().modal()?.id;
  await ana().command(command, '', 'general');
  return eventually(() => {
    const view = ana().modal();
    if (!view || view.id === before) throw new Error('no modal yet');
    return view;
  });
};

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen);
  ({ slack, app, heard } = workspace);
});
afterAll(() => workspace.close());
beforeEach(() => {
  heard.length = 0;
});

function listen(bolt: App): void {
  bolt.error(async () => {});
  for (const name of ['/errors', '/push', '/update', '/clear', '/wrong', '/told']) {
    bolt.command(name, async ({ ack, command, client }) => {
      await ack();
      await client.views.open({
        trigger_id: command.trigger_id,
        view: modal(name, { callback_id: name, notify_on_close: name === '/told' }),
      });
    });
  }
  bolt.view('/errors', async ({ ack }) => ack({ response_action: 'errors', errors: { note: 'Too short' } }));
  bolt.view('/push', async ({ ack }) =>
    ack({ response_action: 'push', view: modal('Second', { callback_id: '/clear' }) }),
  );
  bolt.view('/update', async ({ ack }) => ack({ response_action: 'update', view: modal('Updated') }));
  bolt.view('/clear', async ({ ack }) => ack({ response_action: 'clear' }));
  bolt.view('/wrong', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
  bolt.options('who', async ({ ack, payload }) =>
    ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: 'found' }] }),
  );
  bolt.view('a_modal', async ({ ack }) => ack());
  bolt.view({ callback_id: '/told', type: 'view_closed' }, async ({ ack }) => ack());
}

describe('a modal', () => {
  it('is not sent before its required fields are filled', async () => {
    const view = await openedModal('/errors');
    heard.length = 0;
    expect(await ana().submit(view.id)).toEqual({
      kind: 'refused',
      errors: { note: 'Please complete this required field.' },
    });
    expect(heard).toEqual([]);
  });

  it('stays open with the errors that the app found', async () => {
    const view = await openedModal('/errors');
    expect(await ana().submit(view.id, { text: 'no', pick: 'budget' })).toEqual({
      kind: 'refused',
      errors: { note: 'Too short' },
    });
    expect(heard.at(-1)).toMatchObject({
      type: 'view_submission',
      view: {
        id: view.id,
        state: {
          values: {
            note: { text: { type: 'plain_text_input', value: 'no' } },
            reason: { pick: { type: 'static_select', selected_option: { value: 'budget' } } },
          },
        },
      },
    });
    expect(ana().modal()?.id).toBe(view.id);
  });

  it('grows a stack, and is cleared with all of it', async () => {
    const view = await openedModal('/push');
    await ana().submit(view.id, { text: 'x' });
    const second = ana().modal();
    expect(second).toMatchObject({ title: { text: 'Second' }, previous_view_id: view.id, root_view_id: view.id });
    await ana().submit(second?.id ?? '', { text: 'y' });
    expect(ana().modal()).toBeUndefined();
  });

  it('is updated in place and closes when acknowledged', async () => {
    const view = await openedModal('/update');
    await ana().submit(view.id, { text: 'x' });
    expect(ana().modal()).toMatchObject({ id: view.id, title: { text: 'Updated' } });
    await ana().submit(view.id, { text: 'again' });
    expect(ana().modal()).toBeUndefined();
  });

  it('with errors for a block that it does not have is in trouble', async () => {
    const view = await openedModal('/wrong');
    expect(await ana().submit(view.id, { text: 'x' })).toMatchObject({
      kind: 'failed',
      error: 'invalid_view_response',
    });
  });

  it('tells the app when it is closed, if the app asked', async () => {
    const view = await openedModal('/told');
    await ana().closeModal(view.id);
    expect(heard.at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: view.id } });
    expect(ana().modal()).toBeUndefined();
  });

  it('is updated only by who knows its latest hash', async () => {
    const view = await openedModal('/told');
    const update = (hash: string) => app.client.views.update({ view_id: view.id, view: modal('New'), hash });
    await update(view.hash);
    await expect(update(view.hash)).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    await ana().closeModal(view.id);
  });

  it('that Slack would refuse is refused with the reasons', async () => {
    const view = modal('T', { title: { type: 'plain_text', text: 'x'.repeat(25) } });
    await expect(app.client.views.publish({ user_id: ana().user.id, view })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: [
            '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
            '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
          ],
        },
      },
    });
  });

  it('cannot be opened with a trigger that Slack did not give', async () => {
    const open = app.client.views.open({ trigger_id: '1.2.nope', view: modal('T') });
    await expect(open).rejects.toMatchObject({ data: { error: 'invalid_trigger_id' } });
  });

  it('offers what the app suggests for what is typed', async () => {
    const view = await openedModal('/told');
    const label = { type: 'plain_text' as const, text: 'Who' };
    const element = { type: 'external_select' as const, action_id: 'who', min_query_length: 1 };
    await app.client.views.update({
      view_id: view.id,
      view: modal('T', { blocks: [{ type: 'input', block_id: 'w', label, element }] }),
    });
    expect(await ana().suggest(view.id, 'who', 'glo')).toMatchObject({ response: { options: [{ value: 'found' }] } });
    await ana().closeModal(view.id);
  });
});
