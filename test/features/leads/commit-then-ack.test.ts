import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transact } from '#ports/transact.ts';
import { commitThenAck } from '#features/leads/commit-then-ack.ts';

/** A database that commits as soon as the work is done. */
const transact: Transact<null> = (unit) => unit(null);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a click', () => {
  it('is acknowledged after it was committed', async () => {
    const order: string[] = [];
    const outcome = await commitThenAck(
      async () => void order.push('ack'),
      transact,
      async () => {
        order.push('commit');
        return 'done';
      },
    );
    expect(outcome).toBe('done');
    expect(order).toEqual(['commit', 'ack']);
  });

  it('is acknowledged in time when the database does not answer, and the person is told', async () => {
    const ack = vi.fn(async () => {});
    const clicked = commitThenAck(ack, transact, () => new Promise<never>(() => {}));
    await Promise.all([
      expect(clicked).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/not recorded/) }),
      vi.advanceTimersByTimeAsync(2000),
    ]);
    expect(ack).toHaveBeenCalledOnce();
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
    const clicked = commitThenAck(
      async () => {},
      slow,
      (inTime) =>
        inTime(async () => {
          await lockGranted;
          written.push('claim');
        }),
    );
    await Promise.all([expect(clicked).rejects.toMatchObject({ code: 'timeout' }), vi.advanceTimersByTimeAsync(2000)]);
    grantLock();
    await ended;
    expect(written).toEqual([]);
  });

  it('is acknowledged when it fails', async () => {
    const ack = vi.fn(async () => {});
    await expect(commitThenAck(ack, transact, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(ack).toHaveBeenCalledOnce();
  });
});
