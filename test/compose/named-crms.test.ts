import { expect, it } from 'vitest';
import { requireNamedCrms } from '../../src/compose/named-crms.ts';
import { aPlaybook } from '../features/playbook/builders.ts';

const playbook = aPlaybook(`rules:
  - { name: deal, on: lead.created, do: [{ create_opportunity: { in: salesforce, stage: Prospecting, name: x } }] }
`);

it('refuses a rule that writes to a CRM which is not connected', () => {
  expect(() => requireNamedCrms(playbook, ['hubspot'])).toThrow(
    /rule "deal" has create_opportunity in salesforce, but Salesforce is not connected/u,
  );
  expect(() => requireNamedCrms(playbook, ['salesforce'])).not.toThrow();
});
