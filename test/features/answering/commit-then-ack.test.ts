import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transact } from '#ports/transact.ts';
import { commitThenAck, STILL_AT_IT, withinTime } from '#features/answering/commit-then-ack.ts';

/** A database that commits as soon as the work is done. */
const transact: Transact<null> = (unit) => unit(null);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A click, and what was done about it in order. */
function aClick() {
  const done: string[] = [];
  const ack = async (): Promise<void> => void done.push('ack');
  const respond = async ({ text }: { readonly text: string }): Promise<void> => void done.push(text);
  return { done, ack, respond };
}

const never = (): Promise<never> => new Promise<never>(() => {});

describe('a click', () => {
  it('is acknowledged after it was committed', async () => {
    const click = aClick();
    const outcome = await commitThenAck(click, transact, async () => {
      click.done.push('commit');
      return 'done';
    });
    expect(outcome).toBe('done');
    expect(click.done).toEqual(['commit', 'ack']);
  });

  it('is acknowledged in time when the database is slow, and counts all the same', async () => {
    const click = aClick();
    const { promise: answer, resolve } = Promise.withResolvers<string>();
    const clicked = commitThenAck(click, transact, () => answer);
    await vi.advanceTimersByTimeAsync(2000);
    expect(click.done).toEqual(['ack']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(click.done).toEqual(['ack', STILL_AT_IT]);
    resolve('late');
    expect(await clicked).toBe('late');
    expect(click.done).toEqual(['ack', STILL_AT_IT]);
  });

  it('is given up when the database does not answer at all, and the person is told', async () => {
    const clicked = commitThenAck(aClick(), transact, never);
    await Promise.all([
      expect(clicked).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/not recorded/) }),
      vi.advanceTimersByTimeAsync(30_000),
    ]);
  });

  it('leaves nothing behind when its transaction ends after the person was told', async () => {
    const { promise: lockGranted, resolve: grantLock } = Promise.withResolvers<void>();
    const written: string[] = [];
    let ended: Promise<unknown> = Promise.resolve();
    const slow: Transact<null> = (unit) => {
      const run = unit(null);
      ended = run.catch(() => written.pop());
      return run;
    };
    const clicked = commitThenAck(aClick(), slow, (inTime) =>
      inTime(async () => {
        await lockGranted;
        written.push('claim');
      }),
    );
    await Promise.all([
      expect(clicked).rejects.toMatchObject({ code: 'timeout' }),
      vi.advanceTimersByTimeAsync(30_000),
    ]);
    grantLock();
    await ended;
    expect(written).toEqual([]);
  });

  it('is acknowledged once when it fails', async () => {
    const click = aClick();
    await expect(commitThenAck(click, transact, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(click.done).toEqual(['ack']);
  });
});

describe('a submission', () => {
  it('is refused before its acknowledgement is due when the database does not answer', async () => {
    const submitted = withinTime(transact, never);
    await Promise.all([
      expect(submitted).rejects.toMatchObject({ code: 'timeout' }),
      vi.advanceTimersByTimeAsync(2000),
    ]);
  });
});
