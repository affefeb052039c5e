// Who may still call a CRM when its calls of the day run out.
import { describe, expect, it } from 'vitest';
import { createBudget } from '#adapters/http/budget.ts';
import type { Urgency } from '#adapters/http/limiter.ts';
import { MINUTE_MS } from '#kernel/time.ts';

function aBudget() {
  let now = 0;
  const budget = createBudget('hubspot', () => now);
  return { budget, pass: (ms: number) => (now += ms) };
}

describe('the calls of a day', () => {
  it.each([
    { used: 84, withheld: [] },
    { used: 85, withheld: ['scan'] },
    { used: 97, withheld: ['normal', 'scan'] },
    { used: 100, withheld: ['normal', 'scan'] },
  ] satisfies { used: number; withheld: Urgency[] }[])(
    'at $used% are withheld from $withheld',
    ({ used, withheld }) => {
      const { budget } = aBudget();
      budget.note({ used, limit: 100 });
      expect(budget.status().withheld).toEqual(withheld);
      for (const urgency of withheld) expect(() => budget.admit(urgency)).toThrow('nearly used up');
      expect(() => budget.admit('claim')).not.toThrow();
    },
  );

  it('are asked for again when the figure is old, and when a call tells that some came free', () => {
    const { budget, pass } = aBudget();
    budget.note({ used: 99, limit: 100 });
    const { since, until } = budget.status();
    expect([since, until]).toEqual([expect.any(Date), expect.any(Date)]);
    pass(5 * MINUTE_MS);
    expect(budget.status()).toEqual({ withheld: [], since: null, until: null });
    budget.note({ used: 99, limit: 100 });
    expect(() => budget.admit('normal')).toThrow('nearly used up');
    budget.note({ used: 20, limit: 100 });
    expect(() => budget.admit('normal')).not.toThrow();
  });

  it('that are used up are kept from everybody for as long as the vendor says', () => {
    const { budget, pass } = aBudget();
    budget.exhausted(15 * MINUTE_MS);
    expect(budget.status().withheld).toEqual(['claim', 'normal', 'scan']);
    expect(() => budget.admit('claim')).toThrow("HubSpot's daily API calls are used up");
    pass(15 * MINUTE_MS);
    expect(() => budget.admit('claim')).not.toThrow();
  });
});
