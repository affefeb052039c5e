// A terminal on a quiet sandbox, with an app behind it that takes everything, for the tests of this folder.
import { PassThrough } from 'node:stream';
import { expect, vi } from 'vitest';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { attachTerminal } from '#sandbox/terminal/terminal.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import type { Happenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { eavesdrop } from '../../support/eavesdrop.ts';
import type { Eavesdrop } from '../../support/eavesdrop.ts';
import { aSandbox } from '../../support/sandbox.ts';

export interface Session {
  readonly sandbox: Sandbox;
  readonly happenings: Happenings;
  readonly app: Eavesdrop;
  readonly input: PassThrough;
  /** Everything so far. */
  readonly screen: () => string;
  /** Resolves when the screen shows it. */
  readonly says: (text: string | RegExp) => Promise<void>;
  readonly type: (line: string) => void;
  readonly quits: () => number;
  /** The status of the app's answers from now on. */
  readonly answerWith: (status: number) => void;
  /** The payloads of the clicks and submissions that reached the app. */
  readonly interactions: () => readonly Record<string, unknown>[];
  /** Calls the Web API as an app does. */
  readonly call: (method: string, body: Record<string, unknown>) => Promise<Record<string, string>>;
  /** A contact in HubSpot and its card, with the buttons Claim and Not a fit. */
  readonly postCard: () => Promise<{ channel: string; ts: string }>;
  readonly cardBlocks: (status: string, ...buttons: readonly string[]) => readonly unknown[];
  readonly close: () => Promise<void>;
}

export const CONTACT = '30100000001';

export async function aSession({ interactive = true } = {}): Promise<Session> {
  const sandbox = await aSandbox();
  const state = { answer: 200, written: '', quits: 0 };
  const app = await eavesdrop(() => state.answer);
  sandbox.pointAt(app.url);
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.on('data', (chunk: Buffer) => (state.written += chunk.toString()));
  const happenings = createHappenings({
    sandbox,
    records: createRecords(sandbox),
    app: null,
    leadEveryMs: 20_000,
  });
  const terminal = attachTerminal({
    sandbox,
    happenings,
    input,
    output,
    interactive,
    appUrl: app.url,
    logFile: '/data/app.log',
    onQuit: () => (state.quits += 1),
  });

  async function call(method: string, body: Record<string, unknown>): Promise<Record<string, string>> {
    const answer = await fetch(`${sandbox.slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = (await answer.json()) as Record<string, string>;
    expect(told).toMatchObject({ ok: true });
    return told;
  }

  function cardBlocks(status: string, ...buttons: readonly string[]): readonly unknown[] {
    const link = `<${sandbox.hubspot.url}/contacts/143999001/record/0-1/${CONTACT}|HubSpot contact>`;
    return [
      { type: 'section', text: { type: 'mrkdwn', text: '*Dana Whitfield*  ·  VP Marketing' } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: link }] },
      { type: 'section', text: { type: 'mrkdwn', text: status } },
      { type: 'actions', elements: buttons.map(button) },
    ];
  }

  return {
    sandbox,
    happenings,
    app,
    input,
    call,
    cardBlocks,
    screen: () => state.written,
    says: (text) => vi.waitFor(() => expect(state.written).toMatch(text)),
    type: (line) => void input.write(`${line}\n`),
    quits: () => state.quits,
    answerWith: (status) => void (state.answer = status),
    interactions: () =>
      app.heard
        .map(({ body }) => new URLSearchParams(body).get('payload'))
        .filter((payload) => payload !== null)
        .map((payload) => JSON.parse(payload) as Record<string, unknown>),
    async postCard() {
      sandbox.hubspot.createContact({ email: 'dana@one.example', firstname: 'Dana', lastname: 'Whitfield' });
      const blocks = cardBlocks('*Open*', 'Claim', 'Not a fit');
      const { channel = '', ts = '' } = await call('chat.postMessage', {
        channel: '#smb-leads',
        text: 'Lead: Dana',
        blocks,
      });
      return { channel, ts };
    },
    async close() {
      terminal.close();
      await sandbox.close();
      await app.close();
    },
  };
}

function button(label: string): unknown {
  return { type: 'button', action_id: label, value: 'lead-1', text: { type: 'plain_text', text: label } };
}

/** The form behind Not a fit. */
export function form(): Record<string, unknown> {
  const options = [
    { text: { type: 'plain_text', text: 'No budget' }, value: 'no_budget' },
    { text: { type: 'plain_text', text: 'Competitor' }, value: 'competitor' },
  ];
  const label = (text: string): unknown => ({ type: 'plain_text', text });
  return {
    type: 'modal',
    title: label('Not a fit'),
    submit: label('Save'),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        label: label('Why?'),
        element: { type: 'static_select', action_id: 'value', options },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: label('Note'),
        element: { type: 'plain_text_input', action_id: 'value' },
      },
    ],
  };
}
