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
