import { expect, it } from 'vitest';
import { createClosing } from '../../src/compose/closing.ts';

it('ends every part, the last one first, though one of them fails', async () => {
  const ended: string[] = [];
  const closing = createClosing();
  closing.atEnd(async () => ended.push('database'));
  closing.atEnd(() => Promise.reject(new Error('the queue is gone')));
  closing.atEnd(async () => ended.push('server'));
  await expect(closing.end()).rejects.toThrow('the queue is gone');
  expect(ended).toEqual(['server', 'database']);
  await closing.end();
  expect(ended).toHaveLength(2);
});

it('ends parts side by side that need not wait for one another, before what they all stand on', async () => {
  const ended: string[] = [];
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const closing = createClosing();
  closing.atEnd(async () => ended.push('database'));
  closing.beside(async () => {
    await opened;
    ended.push('dispatcher');
  });
  closing.beside(async () => {
    ended.push('server');
    resolve();
  });
  await closing.end();
  expect(ended).toEqual(['server', 'dispatcher', 'database']);
});

it('goes on without a part that never ends', async () => {
  const ended: string[] = [];
  const closing = createClosing(20);
  closing.atEnd(async () => ended.push('database'));
  closing.beside(() => new Promise(() => undefined));
  await closing.end();
  expect(ended).toEqual(['database']);
});
