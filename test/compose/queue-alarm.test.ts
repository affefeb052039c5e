// Ops hear of a database that cannot be worked with, past the outbox that is in it.
import { expect, it, onTestFinished, vi } from 'vitest';
import { createQueueAlarm } from '../../src/compose/queue-alarm.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { aFakeMessenger } from '../support/fake-messenger.ts';
import { silentLog } from '../support/silent-log.ts';

it('tells once that nothing can be done and why, and once that it is over', async () => {
  const messenger = aFakeMessenger(['#revops']);
  let state: { ok: true } | { ok: false; because: string } = { ok: true };
  const alarm = createQueueAlarm({
    health: () => state,
    messenger,
    playbook: () => ({ playbook: aPlaybook(''), version: 1 }),
    log: silentLog,
    everyMs: 1,
    patienceMs: 20,
  });
  alarm.start();
  onTestFinished(() => alarm.stop());
  state = { ok: false, because: 'The database has no disk space or memory left.' };
  await vi.waitFor(() => expect(messenger.posts).toHaveLength(1), { timeout: 10_000 });
  expect(messenger.posts[0]?.message.text).toContain('Signalbox cannot work: The database has no disk space');
  state = { ok: true };
  await vi.waitFor(() => expect(messenger.posts).toHaveLength(2), { timeout: 10_000 });
  expect(messenger.posts[1]?.message.text).toContain('Signalbox works again');
});
