// What reps did in the past: whoever took a person got in touch, mostly soon, with some never.
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { Chance } from './chance.ts';
import { wholeSeconds } from './chance.ts';
import type { PastActivity, PastPerson } from './past.ts';

const KINDS = [
  { kind: 'call', weight: 36 },
  { kind: 'email', weight: 40 },
  { kind: 'meeting', weight: 10 },
  { kind: 'task', weight: 14 },
] as const;

/** In the order of time. */
export function makeActivities(chance: Chance, people: readonly PastPerson[], until: number): readonly PastActivity[] {
  const activities: Omit<PastActivity, 'index'>[] = [];
  for (const person of people) {
    const { owner, assignedAt, salesforceAt } = person;
    if (owner === null || assignedAt === null || chance.chance(0.12)) continue;
    const crm = person.hubspot && (!person.salesforce || chance.chance(0.5)) ? 'hubspot' : 'salesforce';
    const since = Math.max(assignedAt, crm === 'salesforce' ? salesforceAt : 0);
    const first = wholeSeconds(since + chance.lognormal(3 * HOUR_MS, 1.2)) + 1000;
    if (first >= until) continue;
    const by = person.ownerBefore !== null && first < person.ownerBefore.until ? person.ownerBefore.owner : owner;
    activities.push({ person, crm, kind: chance.pickWeighted(KINDS).kind, at: first, owner: by });
    const second = wholeSeconds(first + chance.lognormal(4 * DAY_MS, 0.8));
    if (second >= until || !chance.chance(0.15)) continue;
    activities.push({ person, crm, kind: chance.pickWeighted(KINDS).kind, at: second, owner });
  }
  return activities.toSorted((one, other) => one.at - other.at).map((activity, index) => ({ ...activity, index }));
}
