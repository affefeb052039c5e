// Fields that Salesforce computes at each save: full names, what a stage means for an opportunity, what a status means for
// a campaign's member. Changes nothing.
import { memberValues } from './campaigns.ts';
import type { ObjectName, Row } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';

/** The values that follow from the others of a record. */
export function derivedValues(org: Org, object: ObjectName, row: Row, changed: Row): Row {
  switch (object) {
    case 'Lead':
    case 'Contact':
    case 'User':
      return {
        Name: [row['FirstName'], row['LastName']].filter((part) => part !== null && part !== undefined).join(' '),
      };
    case 'Opportunity':
      return stageValues(row, changed, table(org, 'OpportunityStage').values());
    case 'Task':
      return { IsClosed: row['Status'] === 'Completed' };
    case 'CampaignMember':
      return memberValues(org, row);
    case 'Organization':
    case 'Account':
    case 'Group':
    case 'OpportunityStage':
    case 'LeadStatus':
    case 'Campaign':
    case 'CampaignMemberStatus':
    case 'LeadHistory':
    case 'ContactHistory':
    case 'AccountHistory':
    case 'OpportunityFieldHistory':
    case 'OpportunityHistory':
    case 'ProcessDefinition':
    case 'ProcessInstance':
    case 'ProcessInstanceStep':
    case 'ProcessInstanceWorkitem':
      return {};
  }
}

function stageValues(row: Row, changed: Row, stages: Iterable<Row>): Row {
  const stage = [...stages].find((candidate) => candidate['MasterLabel'] === row['StageName']);
  const state = { IsClosed: stage?.['IsClosed'] ?? false, IsWon: stage?.['IsWon'] ?? false };
  const follows = 'StageName' in changed && !('Probability' in changed);
  return follows && stage !== undefined ? { ...state, Probability: stage['DefaultProbability'] ?? null } : state;
}
