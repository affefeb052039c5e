import { describe, expect, it } from 'vitest';
import { fieldMap } from '#features/playbook/mapping.ts';
import { aPlaybook } from './builders.ts';

describe('the field map', () => {
  it('knows the standard properties of both CRMs', () => {
    expect(fieldMap(aPlaybook(), 'hubspot')).toMatchObject({
      'lead.score': 'contact.hubspotscore',
      'lead.stage': 'contact.lifecyclestage',
      'company.employees': 'company.numberofemployees',
      'opportunity.is_won': 'deal.hs_is_closed_won',
    });
    expect(fieldMap(aPlaybook(), 'salesforce')).toMatchObject({
      'lead.stage': 'Lead.Status',
      'lead.status': 'Lead.Status',
      'company.employees': 'Lead.NumberOfEmployees',
      'opportunity.amount': 'Opportunity.Amount',
    });
  });

  it('leaves out what an account does not have and what we work out', () => {
    expect(Object.keys(fieldMap(aPlaybook(), 'salesforce'))).not.toContain('lead.score');
    expect(Object.keys(fieldMap(aPlaybook(), 'hubspot'))).not.toContain('lead.rating');
    expect(Object.keys(fieldMap(aPlaybook(), 'hubspot'))).not.toContain('lead.name');
  });

  it('follows the playbook: other properties, new fields, and fields that are not there', () => {
    const playbook = aPlaybook(`mapping:
  lead.score: { salesforce: Lead.Score__c }
  lead.phone: { hubspot: null }
  lead.plan: { hubspot: contact.plan }
  company.industry: { salesforce: Account.Industry }
`);
    expect(fieldMap(playbook, 'salesforce')).toMatchObject({
      'lead.score': 'Lead.Score__c',
      'company.industry': 'Account.Industry',
    });
    expect(fieldMap(playbook, 'hubspot')).toMatchObject({
      'lead.score': 'contact.hubspotscore',
      'lead.plan': 'contact.plan',
    });
    expect(Object.keys(fieldMap(playbook, 'hubspot'))).not.toContain('lead.phone');
    expect(Object.keys(fieldMap(playbook, 'salesforce'))).not.toContain('lead.plan');
  });

  it('lets rules name the fields that it adds', () => {
    const { rules } = aPlaybook(`mapping: { lead.plan: { hubspot: contact.plan } }
rules: [{ name: r, on: lead.created, if: 'lead.plan == "gold"', do: [{ alert: { channel: "#x" } }] }]
`);
    expect(rules).toHaveLength(1);
  });
});
