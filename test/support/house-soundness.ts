// What must hold of any house once it has come to rest: nothing failed, nothing is left over, Slack took all that was said.
import { expect } from 'vitest';
import { checkMessage } from '#blockkit/check-blocks.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { auditGaps } from './audit-gaps.ts';
import { eventually } from './house.ts';
import type { House } from './house.ts';

/** Waits until nothing is pending. Then: no error was logged, nothing was given up, the audit log is complete, messages are sound. */
export async function expectSound(house: House): Promise<void> {
  await eventually(async () => expect(await countOf(house, 'pending')).toEqual({ inbox: 0, outbox: 0 }));
  expect(await house.rows(`SELECT key, note FROM inbox WHERE state = 'failed'`)).toEqual([]);
  expect(await house.rows(`SELECT kind, note FROM outbox WHERE state = 'dead'`)).toEqual([]);
  expect(house.errors).toEqual([]);
  expect(await auditGaps(house.rows)).toEqual([]);
  for (const message of said(house)) {
    expect(message.text).not.toBe('');
    expect(checkMessage(message)).toEqual([]);
  }
}

async function countOf(house: House, state: string): Promise<{ readonly inbox: number; readonly outbox: number }> {
  const inbox = await house.rows('SELECT 1 FROM inbox WHERE state = $1', [state]);
  const outbox = await house.rows('SELECT 1 FROM outbox WHERE state = $1', [state]);
  return { inbox: inbox.length, outbox: outbox.length };
}

/** Everything that the app has said, in channels and to one person alone. */
function said({ slack: { workspace } }: House): readonly Pick<WireMessage, 'text' | 'blocks'>[] {
  const posted = workspace.channels().flatMap(({ id }) => workspace.messages(id));
  return [
    ...posted.filter(({ bot_id }) => bot_id !== undefined),
    ...workspace.notes().filter(({ from }) => from === 'app'),
  ];
}
