// What describes the account: owners, pipelines, properties, details.
import type { Account } from './account.ts';
import type { Json, Route } from './exchange.ts';
import { TIME_ZONE, type Owner, type Pipeline } from './model.ts';
import { objectIn } from './request-parts.ts';
import type { PropertyDefinition } from './properties.ts';

export function settingsRoutes(account: Account): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/crm/v3/owners',
      scope: 'crm.objects.owners.read',
      handle({ query }) {
        const archived = query.get('archived') === 'true';
        const email = query.get('email');
        const limit = Number(query.get('limit') ?? 100);
        const start = Number(query.get('after') ?? 0);
        const all = account.owners.filter(
          (owner) => owner.archived === archived && (email ?? owner.email) === owner.email,
        );
        const page = all.slice(start, start + limit).map(presentOwner);
        const paging = start + limit < all.length ? { paging: { next: { after: String(start + limit) } } } : {};
        return { status: 200, body: { results: page, ...paging } };
      },
    },
    {
      method: 'GET',
      path: '/crm/v3/pipelines/:object',
      scope: 'crm.objects.deals.read',
      handle: () => ({ status: 200, body: { results: account.pipelines.map(presentPipeline) } }),
    },
    {
      method: 'GET',
      path: '/crm/v3/properties/:object',
      scope: 'crm.schemas.:object.read',
      handle: (_, params) => ({
        status: 200,
        body: { results: account.definitions(objectIn(params)).map(presentProperty) },
      }),
    },
    {
      method: 'GET',
      path: '/account-info/v3/details',
      scope: null,
      handle: () => ({
        status: 200,
        body: {
          portalId: account.portalId,
          accountType: 'STANDARD',
          timeZone: TIME_ZONE,
          companyCurrency: 'EUR',
          uiDomain: 'app.hubspot.com',
          dataHostingLocation: 'eu1',
        },
      }),
    },
  ];
}

function presentOwner(owner: Owner): Json {
  const at = '2024-01-01T00:00:00.000Z';
  return { ...owner, userId: Number(owner.id), type: 'PERSON', createdAt: at, updatedAt: at };
}

function presentPipeline(pipeline: Pipeline, displayOrder: number): Json {
  const stages = pipeline.stages.map((stage, order) => ({
    id: stage.id,
    label: stage.label,
    displayOrder: order,
    metadata: { isClosed: String(stage.closed), probability: stage.probability.toFixed(1) },
    archived: false,
  }));
  return { id: pipeline.id, label: pipeline.label, displayOrder, archived: false, stages };
}

function presentProperty(definition: PropertyDefinition): Json {
  return {
    name: definition.name,
    label: definition.label,
    type: definition.type,
    fieldType: definition.type === 'enumeration' ? 'select' : 'text',
    description: '',
    groupName: 'standard',
    options: definition.options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
    hasUniqueValue: definition.unique,
    hidden: false,
    modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyValue: definition.readOnly },
  };
}
