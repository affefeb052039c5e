// The playbook that end-to-end tests run on: the rule of the design, a smaller team, and what is left over.

export interface PlaybookParts {
  readonly enterprise?: readonly string[];
  readonly smb?: readonly string[];
  /** Where the big rule makes its opportunity. */
  readonly opportunityIn?: 'hubspot' | 'salesforce';
  readonly rules?: string;
  /** Further top-level sections. */
  readonly more?: string;
}

/** As text, as somebody would write it. Members are names: `ana` is ana@acme.test. */
export function aPlaybookText({
  enterprise = ['ana', 'bo'],
  smb = ['cy'],
  opportunityIn = 'salesforce',
  rules = usualRules(opportunityIn),
  more = '',
}: PlaybookParts = {}): string {
  return `version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
roles: { admin: [ops@acme.test], ops: [ops@acme.test] }
channels: { ops: '#revops', fallback: '#revops' }
mapping:
  lead.score: { salesforce: Lead.Score__c }
teams:
  - { name: enterprise, members: [${enterprise.map(addressOf).join(', ')}] }
  - { name: smb, members: [${smb.map(addressOf).join(', ')}] }
rules:
${rules}
${more}`;
}

/** The e-mail address of somebody in Slack and in the CRMs. */
export function addressOf(name: string): string {
  return `${name}@acme.test`;
}

function usualRules(opportunityIn: string): string {
  return `  - name: enterprise-leads
    on: lead.created
    if: lead.score > 85 && company.employees > 500
    do:
      - create_opportunity: { in: ${opportunityIn}, stage: ${firstStage(opportunityIn)}, name: '{{company.name}} - inbound' }
      - route: { team: enterprise }
      - alert: { channel: '#enterprise-leads', priority: high }
  - name: smb-leads
    on: lead.created
    if: lead.score > 60 && company.employees <= 500
    do:
      - route: { team: smb }
      - alert: { channel: '#smb-leads' }
  - name: other-leads
    on: lead.created
    if: lead.score <= 60
    do:
      - alert: { channel: '#inbound-leads', priority: low }`;
}

function firstStage(crm: string): string {
  return crm === 'salesforce' ? 'Prospecting' : 'appointmentscheduled';
}
