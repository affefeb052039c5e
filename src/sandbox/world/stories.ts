// The endless sequence of leads: who comes, from where, into which CRM, and what arrives late. One seed, one sequence.
import { drawProspect } from './prospect.ts';
import type { Kind, Prospect, Wish } from './prospect.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { scoreOf } from './score.ts';
import { SOURCES } from './sources.ts';
import type { Source } from './sources.ts';

export interface LeadStory {
  /** Counts up from 1. */
  readonly number: number;
  readonly prospect: Prospect;
  readonly source: Source;
  readonly detail: string;
  readonly page: string;
  /** From 1 to 99. */
  readonly score: number;
  /** `both`: the same person turns up in HubSpot and, a little later, in Salesforce. */
  readonly via: 'hubspot' | 'salesforce' | 'both';
  /** What the CRM learns only some seconds after the lead is there. */
  readonly late: 'nothing' | 'score' | 'company';
  /** How long the late part and the second CRM take, in milliseconds. */
  readonly lateByMs: number;
}

interface Plan {
  readonly wish: Wish;
  readonly source?: string;
  readonly via?: LeadStory['via'];
  readonly late?: LeadStory['late'];
}

/** What a newcomer sees first: a hot lead, a small company, and a score that arrives late. */
const OPENING: readonly Plan[] = [
  {
    wish: { kind: 'buyer', size: 'enterprise', level: 'vice_president' },
    source: 'demo_request',
    via: 'hubspot',
    late: 'nothing',
  },
  { wish: { kind: 'buyer', size: 'smb', level: 'head' }, source: 'trial', via: 'both', late: 'nothing' },
  {
    wish: { kind: 'buyer', size: 'enterprise', level: 'chief' },
    source: 'referral',
    via: 'hubspot',
    late: 'score',
  },
];

const KINDS: readonly { readonly kind: Kind; readonly weight: number }[] = [
  { kind: 'buyer', weight: 86 },
  { kind: 'free_mail', weight: 6 },
  { kind: 'student', weight: 4 },
  { kind: 'competitor', weight: 2 },
  { kind: 'nasty', weight: 2 },
];
const WAYS: readonly { readonly via: LeadStory['via']; readonly weight: number }[] = [
  { via: 'hubspot', weight: 52 },
  { via: 'salesforce', weight: 28 },
  { via: 'both', weight: 20 },
];
const DELAYS: readonly { readonly late: LeadStory['late']; readonly weight: number }[] = [
  { late: 'nothing', weight: 68 },
  { late: 'score', weight: 20 },
  { late: 'company', weight: 12 },
];

/** How far the stories have been told. */
export interface StoriesSoFar {
  readonly number: number;
  readonly position: number;
  /** Addresses of everybody so far. */
  readonly told: readonly string[];
}

export interface Stories {
  next(): LeadStory;
  soFar(): StoriesSoFar;
  goOnFrom(soFar: StoriesSoFar): void;
  /** Calls back when one has been drawn and before it is told; answers how to stop it. */
  onNext(listener: () => void): () => void;
}

/** `isTaken`: addresses that belong to somebody who is in a CRM already. */
export function createStories(seed: number, isTaken: (email: string) => boolean): Stories {
  const random = createRandom(seed);
  const listeners = new Set<() => void>();
  let told = new Set<string>();
  let number = 0;
  return {
    next() {
      number += 1;
      const plan = OPENING[number - 1] ?? { wish: { kind: random.pickWeighted(KINDS).kind } };
      const story = tell(random, number, plan, (email) => told.has(email) || isTaken(email));
      told.add(story.prospect.email);
      for (const listener of listeners) listener();
      return story;
    },
    onNext(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    soFar: () => ({ number, position: random.position(), told: [...told] }),
    goOnFrom(soFar) {
      ({ number } = soFar);
      random.goTo(soFar.position);
      told = new Set(soFar.told);
    },
  };
}

/** What playbook.yaml calls a web form: the CRMs have several words for it. */
export function isByWebForm({ source, via }: LeadStory): boolean {
  return source.hubspot === 'DIRECT_TRAFFIC' || (via !== 'hubspot' && source.salesforce === 'Web');
}

function tell(random: Random, number: number, plan: Plan, isTaken: (email: string) => boolean): LeadStory {
  const source = SOURCES.find(({ id }) => id === plan.source) ?? random.pickWeighted(SOURCES);
  const prospect = drawProspect(random, plan.wish, isTaken);
  const via = plan.via ?? random.pickWeighted(WAYS).via;
  const drawn = plan.late ?? random.pickWeighted(DELAYS).late;
  return {
    number,
    prospect,
    source,
    detail: random.pick(source.details),
    page: random.pick(source.pages),
    score: scoreOf(prospect, source, random.between(-3, 3)),
    via,
    // Salesforce has no lead without a company, and somebody without one cannot get it late.
    late: drawn === 'company' && (via === 'salesforce' || prospect.company === null) ? 'nothing' : drawn,
    lateByMs: random.between(2_500, 8_000),
  };
}
