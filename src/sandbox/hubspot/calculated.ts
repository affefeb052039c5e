// The properties that HubSpot sets by itself when others change: dates of entry, of assignment, of modification.
import type { HubspotObject, Pipeline, Properties } from './model.ts';

export interface SalesStages {
  readonly defaultPipeline: string;
  readonly stage: (id: string) => { readonly closed: boolean; readonly won: boolean } | null;
}

/** Looks deal stages up over all pipelines of the account. */
export function salesStages(pipelines: readonly Pipeline[]): SalesStages {
  const stages = new Map(pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => [stage.id, stage] as const)));
  return {
    defaultPipeline: pipelines[0]?.id ?? 'default',
    stage(id) {
      const found = stages.get(id);
      return found === undefined ? null : { closed: found.closed, won: found.closed && found.probability === 1 };
    },
  };
}

/** Contacts are the odd one out. */
export function modifiedProperty(object: HubspotObject): 'lastmodifieddate' | 'hs_lastmodifieddate' {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
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
  const lifecycle = changed['lifecyclestage'];
  const owner = changed['hubspot_owner_id'];
  const dealStage = changed['dealstage'];
  return {
    [modifiedProperty(object)]: now,
    ...(object === 'contacts' && lifecycle ? { [`hs_v2_date_entered_${lifecycle}`]: now } : {}),
    ...(owner !== undefined && owner !== before['hubspot_owner_id']
      ? { hubspot_owner_assigneddate: owner ? now : '' }
      : {}),
    ...(object === 'deals' && dealStage ? closedFlags(stages.stage(dealStage)) : {}),
  };
}

function closedFlags(stage: { closed: boolean; won: boolean } | null): Properties {
  return { hs_is_closed: String(stage?.closed ?? false), hs_is_closed_won: String(stage?.won ?? false) };
}
