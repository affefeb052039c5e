// What a change reads like in a webhook: one event for each thing that happened to a record, of the classic kind
// (`contact.creation`) or of the generic one (`object.creation` with the object's number). Pure.
import { OBJECT_TYPE_IDS, singular, type ChangeSource, type HubspotChange, type HubspotObject } from './model.ts';

export type WebhookEvent = Readonly<Record<string, string | number | boolean | readonly number[] | null>>;

/** Campaigns have no webhooks in HubSpot. */
type ToldObject = Exclude<HubspotObject, 'campaigns'>;

/** Two records that were tied, or are no longer. */
export interface LinkChange {
  readonly from: { readonly object: HubspotObject; readonly id: string };
  readonly to: { readonly object: HubspotObject; readonly id: string };
  readonly removed: boolean;
  readonly primary: boolean;
  readonly at: Date;
  readonly source: ChangeSource;
}

/** Tasks and other activities have generic events alone. */
function classicOf(object: ToldObject): boolean {
  return object === 'contacts' || object === 'companies' || object === 'deals';
}

/** The events of one change. `classic`: `contact.…` where HubSpot has such, else `object.…`. */
export function eventsOf(change: HubspotChange, classic: boolean): readonly WebhookEvent[] {
  if (change.object === 'campaigns') return [];
  const { about, number } = namesOf(change.object, classic);
  const common = {
    ...number,
    occurredAt: change.at.getTime(),
    objectId: Number(change.id),
    changeSource: change.source,
    sourceId: change.source,
  };
  const changes = Object.entries(change.changed).map(([propertyName, value]) => ({
    ...common,
    subscriptionType: `${about}.propertyChange`,
    propertyName,
    propertyValue: value ?? '',
  }));
  switch (change.kind) {
    case 'created':
      if (change.restored) return [{ ...common, subscriptionType: `${about}.restore`, changeFlag: 'RESTORED' }];
      return [{ ...common, subscriptionType: `${about}.creation`, changeFlag: 'CREATED' }, ...changes];
    case 'updated':
      return changes;
    case 'deleted':
      return [{ ...common, subscriptionType: `${about}.deletion`, changeFlag: 'DELETED' }];
    case 'merged':
      return [
        {
          ...common,
          subscriptionType: `${about}.merge`,
          primaryObjectId: Number(change.primaryId),
          mergedObjectIds: change.mergedIds.filter((id) => id !== change.primaryId).map(Number),
          newObjectId: Number(change.id),
          numberOfPropertiesMoved: 0,
        },
      ];
  }
}

/** Both ends of a tie are told of, each from its own side. */
export function linkEventsOf(link: LinkChange, classic: boolean): readonly WebhookEvent[] {
  const sides = [
    { from: link.from, to: link.to },
    { from: link.to, to: link.from },
  ];
  return sides.flatMap(({ from, to }) => {
    if (from.object === 'campaigns' || to.object === 'campaigns') return [];
    const { about, number } = namesOf(from.object, classic);
    return [
      {
        ...number,
        subscriptionType: `${about}.associationChange`,
        associationType: `${singular(from.object)}_to_${singular(to.object)}`.toUpperCase(),
        fromObjectId: Number(from.id),
        toObjectId: Number(to.id),
        associationRemoved: link.removed,
        isPrimaryAssociation: link.primary,
        occurredAt: link.at.getTime(),
        changeSource: link.source,
        sourceId: link.source,
      },
    ];
  });
}

function namesOf(object: ToldObject, classic: boolean): { about: string; number: { objectTypeId?: string } } {
  if (classic && classicOf(object)) return { about: singular(object), number: {} };
  return { about: 'object', number: { objectTypeId: OBJECT_TYPE_IDS[object] } };
}
