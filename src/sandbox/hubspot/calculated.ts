// The properties that HubSpot sets by itself when others change: dates of entry, of assignment, of modification.
import type { HubspotObject, Pipeline, Properties } from './model.ts';

export interface SalesStages {
  readonly defaultPipeline: string;
  readonly stage: (
    id: string,
  ) => { readonly closed: boolean; readonly won: boolean; readonly probability: number } | null;
}

/** Looks deal stages up over all pipelines of the account. */
export function salesStages(pipelines: readonly Pipeline[]): SalesStages {
  const stages = new Map(pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => [stage.id, stage] as const)));
  return {
    defaultPipeline: pipelines[0]?.id ?? 'default',
    stage(id) {
      const found = stages.get(id);
      if (found === undefined) return null;
      const { closed, probability } = found;
      return { closed, won: closed && probability === 1, probability };
    },
  };
}

/** Contacts are the odd one out. */
export function modifiedProperty(object: HubspotObject): 'lastmodifieddate' | 'hs_lastmodifieddate' {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

/** When a record was made, by the object's own name for it. */
export function createdProperty(object: HubspotObject): 'createdate' | 'hs_createdate' | 'hs_created_at' {
  switch (object) {
    case 'contacts':
    case 'companies':
    case 'deals':
      return 'createdate';
    case 'tasks':
    case 'calls':
    case 'emails':
    case 'meetings':
      return 'hs_createdate';
    case 'campaigns':
      return 'hs_created_at';
  }
}

/** Where an object keeps whose it is. */
export function ownerProperty(object: HubspotObject): 'hubspot_owner_id' | 'hs_owner' {
  return object === 'campaigns' ? 'hs_owner' : 'hubspot_owner_id';
}

/** What follows from writing `changed` at `at`. */
export function calculated(
  object: HubspotObject,
  before: Properties,
  changed: Properties,
  at: Date,
  stages: SalesStages,
): Properties {
  const now = at.toISOString();
  const owner = changed['hubspot_owner_id'];
  return {
    [modifiedProperty(object)]: now,
    ...(object === 'contacts' || object === 'companies' ? stageDates('lifecyclestage', before, changed, now) : {}),
    ...(owner !== undefined && owner !== before['hubspot_owner_id']
      ? { hubspot_owner_assigneddate: owner ? now : '' }
      : {}),
    ...(changed['hs_task_status'] === 'COMPLETED' ? { hs_task_completion_date: now } : {}),
    ...(object === 'deals' ? dealValues(before, changed, now, stages) : {}),
  };
}

/** When a stage was entered and the one before it left. A stage that is entered again keeps the latest date. */
function stageDates(property: string, before: Properties, changed: Properties, now: string): Properties {
  const stage = changed[property];
  const left = before[property];
  if (stage === undefined || stage === left) return {};
  return {
    ...(stage ? { [`hs_v2_date_entered_${stage}`]: now } : {}),
    ...(left ? { [`hs_v2_date_exited_${left}`]: now } : {}),
  };
}

/** What a deal's stage means. Closing it sets its close date to that day, unless the same write says another. */
function dealValues(before: Properties, changed: Properties, now: string, stages: SalesStages): Properties {
  const stageId = changed['dealstage'];
  if (!stageId) return {};
  const stage = stages.stage(stageId);
  const closes = stage?.closed === true && stageId !== before['dealstage'];
  return {
    ...stageDates('dealstage', before, changed, now),
    hs_is_closed: String(stage?.closed ?? false),
    hs_is_closed_won: String(stage?.won ?? false),
    hs_is_closed_lost: String(stage?.closed === true && !stage.won),
    ...(stage === null ? {} : { hs_deal_stage_probability: String(stage.probability) }),
    ...(closes && !('closedate' in changed) ? { closedate: now } : {}),
  };
}
