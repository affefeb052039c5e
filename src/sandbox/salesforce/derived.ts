// Fields that Salesforce computes at each save: full names, what a stage means for an opportunity, what a status means for
// a campaign's member. Changes nothing.
import { memberValues } from './campaigns.ts';
import type { ObjectName, Row } from './fields.ts';
import type { Org } from './org.ts';
import { stamp, table } from './org.ts';
import { FORECAST_CATEGORIES } from './standard-fields.ts';

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
      return completion(org, row);
    case 'CampaignMember':
      return memberValues(org, row);
    case 'Organization':
    case 'Account':
    case 'Group':
    case 'OpportunityStage':
    case 'LeadStatus':
    case 'Campaign':
    case 'CampaignMemberStatus':
    case 'OpportunityContactRole':
    case 'Event':
    case 'Asset':
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

function completion(org: Org, row: Row): Row {
  const IsClosed = row['Status'] === 'Completed';
  const before = row['CompletedDateTime'] ?? null;
  return { IsClosed, CompletedDateTime: IsClosed ? (before ?? stamp(org.clock.now())) : null };
}

function stageValues(row: Row, changed: Row, stages: Iterable<Row>): Row {
  const stage = [...stages].find((candidate) => candidate['MasterLabel'] === row['StageName']);
  const state = { IsClosed: stage?.['IsClosed'] ?? false, IsWon: stage?.['IsWon'] ?? false };
  const follows = 'StageName' in changed && !('Probability' in changed);
  const Probability = (follows ? stage?.['DefaultProbability'] : undefined) ?? row['Probability'] ?? null;
  return { ...state, Probability, ...forecastValues({ ...row, ...state, Probability }, changed) };
}

/** Follows the stage unless somebody says otherwise. */
function forecastValues(row: Row, changed: Row): Row {
  const named = FORECAST_CATEGORIES.find(([, name]) => name === changed['ForecastCategoryName']);
  const stays = row['ForecastCategoryName'] !== null && !('StageName' in changed) && !('Probability' in changed);
  if (named === undefined && stays && row['ForecastCategory'] !== null) return {};
  const [short, name] = named ?? FORECAST_CATEGORIES.find(([each]) => each === forecastOf(row)) ?? [null, null];
  return { ForecastCategory: short, ForecastCategoryName: name };
}

function forecastOf(row: Row): (typeof FORECAST_CATEGORIES)[number][0] {
  if (row['IsWon'] === true) return 'Closed';
  if (row['IsClosed'] === true) return 'Omitted';
  const probability = Number(row['Probability'] ?? 0);
  if (probability >= 90) return 'Forecast';
  return probability >= 70 ? 'BestCase' : 'Pipeline';
}
