// What this account has and our token may read, found by asking for one of each: HubSpot refuses what a plan or a scope
// leaves out. Kept for ten minutes.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { isGone } from '../answers.ts';
import { CAMPAIGNS } from '../campaign-list.ts';
import { ACTIVITY_OBJECTS, type ActivityObject } from './activities.ts';
import { keptFor, type HistoryDeps } from './deps.ts';
import { OBJECTS, scan } from './listed.ts';

const RESOURCES = ['contacts', 'companies', 'deals', ...ACTIVITY_OBJECTS, 'campaigns', 'forms', 'analytics'] as const;
type Resource = (typeof RESOURCES)[number];

export interface Access {
  readonly can: ReadonlySet<Resource>;
  readonly activities: readonly ActivityObject[];
}

/** Throws Fault `forbidden` where nothing can be read, and any other fault as it is. */
export function createAccess({ api, clock }: Pick<HistoryDeps, 'api' | 'clock'>): () => Promise<Access> {
  async function may(resource: Resource): Promise<boolean> {
    try {
      await api.get(scan('access'), z.unknown(), pathOf(resource, clock.now()));
      return true;
    } catch (error) {
      if ((error instanceof Fault && error.code === 'forbidden') || isGone(error)) return false;
      throw error;
    }
  }

  return keptFor(10 * MINUTE_MS, async () => {
    const answers = await Promise.all(RESOURCES.map(async (resource) => ({ resource, may: await may(resource) })));
    const can = new Set(answers.filter((answer) => answer.may).map(({ resource }) => resource));
    if (can.size === 0) throw new Fault('forbidden', 'HubSpot lets us read none of its records');
    return { can, activities: ACTIVITY_OBJECTS.filter((object) => can.has(object)) };
  });
}

function pathOf(resource: Resource, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  switch (resource) {
    case 'campaigns':
      return `${CAMPAIGNS}?limit=1`;
    case 'forms':
      return '/marketing/v3/forms?limit=1';
    case 'analytics':
      return `/analytics/v2/reports/forms/daily?start=${day}&end=${day}`;
    case 'contacts':
    case 'companies':
    case 'deals':
    case 'calls':
    case 'emails':
    case 'meetings':
    case 'tasks':
      return `${OBJECTS}/${resource}?limit=1`;
  }
}
