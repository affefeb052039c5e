import { expect, it } from 'vitest';
import { aQuietYear } from './quiet-year.ts';

const LEADS = 4_000;

it('A quiet year raises at most as many alarms as stated, of what the playbook of the sandbox watches', async () => {
  const year = await aQuietYear(LEADS);
  try {
    const { alarms, stated, most } = await year.watched();
    expect(stated).toBeGreaterThan(3);
    expect(alarms).toBeLessThanOrEqual(most);
  } finally {
    await year.close();
  }
}, 180_000);
