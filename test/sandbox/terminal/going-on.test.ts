// A terminal on a world that is gone on with, and on one that begins anew under it.
import { PassThrough } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { attachTerminal } from '#sandbox/terminal/terminal.ts';
import type { Terminal } from '#sandbox/terminal/terminal.ts';
import { aSession } from './a-session.ts';
import type { Session } from './a-session.ts';

let session: Session;
let later: Terminal;
afterEach(async () => {
  later.close();
  await session.close();
});

it('knows the cards from before, and none after starting over', async () => {
  session = await aSession();
  await session.postCard();
  const [input, output] = [new PassThrough(), new PassThrough()];
  let screen = '';
  output.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const { sandbox, happenings, app } = session;
  later = attachTerminal({
    sandbox,
    happenings,
    input,
    output,
    interactive: true,
    appUrl: app.url,
    onQuit: () => undefined,
  });
  expect(screen).toContain('1 card is there from before');
  input.write('claim 1 as bo\n');
  await vi.waitFor(() => expect(session.interactions()).toMatchObject([{ user: { username: 'bo' } }]));

  sandbox.startOver();
  input.write('open\n');
  await vi.waitFor(() => expect(screen).toContain('No card has come yet.'));
});
