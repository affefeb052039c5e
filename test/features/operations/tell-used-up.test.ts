import { expect, it } from 'vitest';
import { tellUsedUp } from '#features/operations/tell-used-up.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { Outlook } from '#ports/outlook.ts';
import { useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();
type Urgency = Parameters<Outlook['crm']>[1];

const withheld = (...from: readonly Urgency[]): Outlook => ({
  slack: () => null,
  crm: (_, urgency) => (from.includes(urgency) ? { because: 'budget', retryAfterMs: 1 } : null),
});

it('tells ops once a day and degree what goes on and when there are calls again', async () => {
  const tell = (outlook: Outlook) => tellUsedUp({ ...house.deps, outlook }, 'salesforce');
  await tell(withheld('scan'));
  await tell(withheld('scan'));
  await tell(withheld('scan', 'normal'));
  await tell(withheld('scan', 'normal', 'claim'));
  await house.drain();
  const told = house.slack.posts.map(({ message }) => message.text);
  expect(told).toHaveLength(3);
  expect(told[0]).toContain(
    "Salesforce's API calls of the day are running out: Signalbox looks for changes by webhook alone",
  );
  expect(told[1]).toContain('only claims are written');
  expect(told[2]).toContain('used up: nothing can be read or written');
  expect(told[2]).toContain('Salesforce counts the last 24 hours, so calls come free bit by bit.');
  house.clock.pass(DAY_MS);
  await tell(withheld('scan'));
  await house.drain();
  expect(house.slack.posts).toHaveLength(4);
});
