import { expect, it } from 'vitest';
import { composeFacts, opportunityFacts } from '#features/intake/compose-facts.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { RecordOverrides } from '../../support/builders.ts';
import { aCrmRecord, aCrmUser } from '../../support/builders.ts';
import { theFacts } from '../playbook/builders.ts';

const ana = aCrmUser('hubspot', 'Ana');
const mirrored = (over: RecordOverrides, gone = false) => ({ ...aCrmRecord(over), gone });
const hubspot = mirrored({ fields: { first_name: 'Mia', last_name: null, score: 90 }, company: null });
const salesforce = mirrored({
  ref: { crm: 'salesforce', id: '00Q1' },
  fields: { first_name: 'M.', last_name: 'Sand', title: 'CTO' },
  company: { id: null, fields: { name: 'Acme Inc', employees: 900 } },
});

it('lets the first CRM that knows a field decide it', () => {
  expect(composeFacts([salesforce, hubspot], ana)).toEqual({
    lead: {
      first_name: 'Mia',
      last_name: 'Sand',
      score: 90,
      title: 'CTO',
      name: 'Mia Sand',
      owner: 'Ana',
      owner_email: 'ana@acme.test',
    },
    company: { name: 'Acme Inc', employees: 900 },
    opportunity: null,
  });
});

it('leaves out what was deleted', () => {
  expect(composeFacts([{ ...hubspot, gone: true }, salesforce], null).lead).toMatchObject({ name: 'M. Sand' });
});

it('asks contacts after leads', () => {
  const contact = mirrored({
    ref: { crm: 'hubspot', object: 'contact' },
    fields: { first_name: 'Old', last_name: 'Name' },
  });
  expect(composeFacts([contact, salesforce], null).lead).toMatchObject({ name: 'M. Sand' });
});

it('takes the company’s name from the lead where no company is tied to it', () => {
  const alone = mirrored({ fields: { company: 'Sand & Co' }, company: null });
  expect(composeFacts([alone], null)).toMatchObject({ lead: { name: null }, company: { name: 'Sand & Co' } });
});

it('knows nothing of a person without records', () => {
  expect(composeFacts([], null)).toEqual({
    lead: { name: null, owner: null, owner_email: null },
    company: { name: null },
    opportunity: null,
  });
});

it('puts an opportunity beside its lead, or beside its company alone', () => {
  const deal = mirrored({
    ref: { object: 'opportunity' },
    fields: { name: 'Big' },
    company: { id: '7', fields: { name: 'Acme' } },
  });
  const lead = theFacts({ lead: { score: 1 }, company: { name: 'Other' } });
  expect(opportunityFacts(deal, lead, ana)).toEqual({
    lead: { score: 1 },
    company: { name: 'Other' },
    opportunity: { name: 'Big', owner: 'Ana', owner_email: 'ana@acme.test' },
  });
  expect(opportunityFacts(deal, null, null)).toMatchObject({ lead: null, company: { name: 'Acme' } });
});

it('tells the age in hours, where there is a lead', () => {
  expect(withAge(theFacts({ lead: {} }), 5_400_000).lead).toEqual({ age_hours: 1.5 });
  expect(withAge(theFacts({}), 1).lead).toBeNull();
});
