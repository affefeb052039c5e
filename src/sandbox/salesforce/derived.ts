// Fields that Salesforce computes at each save: full names, and what a stage means for an opportunity. Pure.
import type { ObjectName, Row } from './fields.ts';

/** The values that follow from the others of a record. `stages` is the org's OpportunityStage table. */
export function derivedValues(object: ObjectName, row: Row, changed: Row, stages: Iterable<Row>): Row {
  switch (object) {
    case 'Lead':
    case 'Contact':
    case 'User':
      return {
        Name: [row['FirstName'], row['LastName']].filter((part) => part !== null && part !== undefined).join(' '),
      };
    case 'Opportunity':
      return stageValues(row, changed, stages);
    case 'Task':
      return { IsClosed: row['Status'] === 'Completed' };
    case 'Organization':
    case 'Account':
    case 'Group':
    case 'OpportunityStage':
    case 'LeadStatus':
      return {};
  }
}

function stageValues(row: Row, changed: Row, stages: Iterable<Row>): Row {
  const stage = [...stages].find((candidate) => candidate['MasterLabel'] === row['StageName']);
  const state = { IsClosed: stage?.['IsClosed'] ?? false, IsWon: stage?.['IsWon'] ?? false };
  const follows = 'StageName' in changed && !('Probability' in changed);
  return follows && stage !== undefined ? { ...state, Probability: stage['DefaultProbability'] ?? null } : state;
}
