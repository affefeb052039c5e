// What the account says about itself: its id, its people, its stages by label.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import type { CrmUser, FieldMap, Stage } from '#ports/crm.ts';
import type { HubspotApi } from './client.ts';
import { fieldsOf } from './fields.ts';
import type { PropertyLists } from './properties.ts';

const READ: CrmCall = { kind: 'settings', effect: 'read', urgency: 'normal' };

const AccountDetails = z.object({
  portalId: z.number(),
  uiDomain: z.string().default('app.hubspot.com'),
  timeZone: z.string().default('UTC'),
  companyCurrency: z.string().nullish(),
});
export type AccountDetails = z.infer<typeof AccountDetails>;

const OwnerPage = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

const PipelineList = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      displayOrder: z.number(),
      stages: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          displayOrder: z.number(),
          metadata: z.object({ isClosed: z.string().optional(), probability: z.string().optional() }),
        }),
      ),
    }),
  ),
});

export interface DealStage extends Stage {
  readonly pipelineId: string;
}

export function readAccountDetails(api: HubspotApi): Promise<AccountDetails> {
  return api.get({ ...READ, kind: 'account' }, AccountDetails, '/account-info/v3/details');
}

/** Deactivated owners included: they may still own records. */
export async function readOwners(api: HubspotApi): Promise<readonly CrmUser[]> {
  const [active, archived] = await Promise.all([ownerPages(api, false), ownerPages(api, true)]);
  return [...active, ...archived];
}

async function ownerPages(api: HubspotApi, archived: boolean): Promise<readonly CrmUser[]> {
  const users: CrmUser[] = [];
  let after: string | undefined;
  do {
    const page = await api.call(READ, OwnerPage, (client, options) =>
      client.crm.owners.ownersApi.getPage(undefined, after, 100, archived, options),
    );
    for (const { id, email, firstName, lastName } of page.results) {
      const name = [firstName, lastName].filter(Boolean).join(' ');
      users.push({ id, name: name || (email ?? id), email: email ?? null, active: !archived, kind: 'person' });
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return users;
}

/** Of every pipeline, in the account's order. */
export async function readDealStages(api: HubspotApi): Promise<readonly DealStage[]> {
  const { results } = await api.call(READ, PipelineList, (client, options) =>
    client.crm.pipelines.pipelinesApi.getAll('deals', options),
  );
  return results.toSorted(byOrder).flatMap((pipeline) =>
    pipeline.stages.toSorted(byOrder).map((stage) => {
      const closed = stage.metadata.isClosed === 'true';
      const won = closed && Number(stage.metadata.probability) === 1;
      return { id: stage.id, label: stage.label, pipeline: pipeline.label, pipelineId: pipeline.id, closed, won };
    }),
  );
}

/** The options of whatever property the map calls `lead.stage`: lifecycle stages, unless the account does otherwise. */
export async function readLeadStages(lists: PropertyLists, map: FieldMap): Promise<readonly Stage[]> {
  const property = fieldsOf(map, 'contacts').find(({ name }) => name === 'stage')?.property ?? 'lifecyclestage';
  const definition = (await lists.of('contacts')).get(property);
  const options = definition?.options ?? [];
  return options.map(({ value, label }) => ({ id: value, label, pipeline: null, closed: false, won: false }));
}

function byOrder(a: { displayOrder: number }, b: { displayOrder: number }): number {
  return a.displayOrder - b.displayOrder;
}
