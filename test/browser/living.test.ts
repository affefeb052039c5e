// The company that lives on, in the page: traffic is switched off, a day passes, and the CRM has what came of it.
import { describe, expect, it } from 'vitest';
import { LIVELY, MORNING } from '../support/a-lively-world.ts';
import { sees } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const stage = await useStage({ past: { ...LIVELY, leads: 1_500 }, startAt: MORNING });

describe.skipIf(stage.absent)('A company that lives on', () => {
  it('has a day’s business when the clock has passed a day, and none by the web form while traffic is down', async () => {
    const page = await stage.open('/?tab=happenings');
    const traffic = page.getByRole('switch', { name: 'Traffic drops 40%' });
    await traffic.click();
    await sees(page, /nobody comes by the web form/u);
    expect(await traffic.getAttribute('aria-checked')).toBe('true');
    const began = stage.sandbox.clock.now();
    await page.getByRole('button', { name: 'A day later' }).click();
    await sees(page, /A day later: it is Wednesday/u);

    const came = stage.sandbox.hubspot.records('contacts').filter(({ createdAt }) => createdAt > began);
    expect(came.length).toBeGreaterThan(2);
    expect(came.map(({ properties }) => properties['hs_analytics_source'])).not.toContain('DIRECT_TRAFFIC');
    const { firstname, lastname } = came.at(-1)?.properties ?? {};
    const hubspot = await stage.open('/?tab=hubspot&object=contacts');
    await hubspot.getByPlaceholder('Search contacts').fill(String(lastname));
    await hubspot
      .getByRole('link', { name: `${firstname} ${lastname}` })
      .first()
      .waitFor();
  });
});
