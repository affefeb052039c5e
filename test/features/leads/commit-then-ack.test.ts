import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commitThenAck } from '#features/leads/commit-then-ack.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a click', () => {
  it('is acknowledged after it was committed', async () => {
    const order: string[] = [];
    const outcome = await commitThenAck(
      async () => void order.push('ack'),
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
    const clicked = commitThenAck(ack, () => new Promise<never>(() => {}));
    await Promise.all([
      expect(clicked).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/not recorded/) }),
      vi.advanceTimersByTimeAsync(2000),
    ]);
    expect(ack).toHaveBeenCalledOnce();
  });

  it('is acknowledged when it fails', async () => {
    const ack = vi.fn(async () => {});
    await expect(commitThenAck(ack, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(ack).toHaveBeenCalledOnce();
  });
});
