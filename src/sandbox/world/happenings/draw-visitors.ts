// People who come to Acme's site or webinar when somebody wants them to: believable, and nobody whom a CRM knows yet.
import { scoreOf } from '../score.ts';
import { SOURCES } from '../sources.ts';
import type { Source } from '../sources.ts';
import { createRandom } from '../random.ts';
import type { LeadStory } from '../stories.ts';
import { drawProspect } from '../prospect.ts';
import type { Kind, Prospect } from '../prospect.ts';
import type { Scene } from './entry.ts';

const SEED = 4_112;
const AUDIENCE: readonly { readonly kind: Kind; readonly weight: number }[] = [
  { kind: 'buyer', weight: 88 },
  { kind: 'free_mail', weight: 7 },
  { kind: 'student', weight: 5 },
];
const WAYS: readonly { readonly via: LeadStory['via']; readonly weight: number }[] = [
  { via: 'hubspot', weight: 55 },
  { via: 'salesforce', weight: 30 },
  { via: 'both', weight: 15 },
];

export interface Visitors {
  /** Somebody who decides, of a large company. */
  buyer(): Prospect;
  /** A story that begins with the demo form. */
  demo(prospect: Prospect): LeadStory;
  /** So many people who heard the same webinar. */
  audience(size: number): readonly LeadStory[];
}

export function createVisitors({ hubspot, salesforce }: Pick<Scene, 'hubspot' | 'salesforce'>): Visitors {
  const random = createRandom(SEED);
  let number = 0;

  function isKnown(email: string): boolean {
    return hubspot.findBy('contacts', 'email', email) !== null || salesforce.findBy('Lead', 'Email', email).length > 0;
  }

  function storyOf(prospect: Prospect, source: Source, via: LeadStory['via'], late: LeadStory['late']): LeadStory {
    // The stream counts upwards from 1; who comes on demand counts the other way, so that no two are one.
    number -= 1;
    return {
      number,
      prospect,
      source,
      detail: random.pick(source.details),
      page: random.pick(source.pages),
      score: scoreOf(prospect, source, random.between(-3, 3)),
      via,
      late,
      lateByMs: random.between(2_500, 8_000),
    };
  }

  return {
    buyer() {
      return drawProspect(random, { kind: 'buyer', size: 'enterprise', level: 'vice_president' }, isKnown);
    },
    demo: (prospect) => storyOf(prospect, sourceCalled('demo_request'), 'hubspot', 'nothing'),
    audience(size) {
      const taken = new Set<string>();
      return Array.from({ length: size }, () => {
        const prospect = drawProspect(
          random,
          { kind: random.pickWeighted(AUDIENCE).kind },
          (email) => taken.has(email) || isKnown(email),
        );
        taken.add(prospect.email);
        const late = random.chance(0.15) ? 'score' : 'nothing';
        return storyOf(prospect, sourceCalled('webinar'), random.pickWeighted(WAYS).via, late);
      });
    },
  };
}

function sourceCalled(id: string): Source {
  const source = SOURCES.find((each) => each.id === id);
  if (source === undefined) throw new Error(`no source ${id} is described`);
  return source;
}
