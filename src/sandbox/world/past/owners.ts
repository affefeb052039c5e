// Who sold in the past: the reps that Acme still has in Slack, and twenty-seven in four teams who only have seats in the CRMs.
// Data only; playbook.yaml names the same teams.
import { REPS } from '../acme.ts';

export interface PastOwner {
  /** Place among the owners, which is also where their ids come from. */
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Null for those whose team is one that leads are routed to. */
  readonly team: string | null;
}

const TEAMS: Readonly<Record<string, readonly string[]>> = {
  dach: ['Lena Vogt', 'Jonas Adler', 'Miriam Stein', 'Felix Kern', 'Sabine Roth', 'Emre Yildiz', 'Greta Lang'],
  'uk-nordics': ['Owen Price', 'Freya Dahl', 'Harriet Cole', 'Nils Berg', 'Amara Obi', 'Callum Reid', 'Ida Strand'],
  americas: ['Maya Torres', 'Grant Ellis', 'Sofia Duarte', 'Tyrone Banks', 'Paula Mendes', 'Kyle Foster', 'June Park'],
  'south-apac': ['Lucia Ferrer', 'Ravi Menon', 'Hana Ito', 'Marco Conti', 'Anjali Das', 'Claire Dupont'],
};

const others = Object.entries(TEAMS).flatMap(([team, names]) =>
  names.map((name) => {
    const [firstName = '', lastName = ''] = name.split(' ');
    return { firstName, lastName, email: `${firstName}.${lastName}@acme.test`.toLowerCase(), team };
  }),
);
const reps = REPS.map(({ firstName, lastName, email }) => ({ firstName, lastName, email, team: null }));

const PAST_OWNERS: readonly PastOwner[] = [...reps, ...others].map((owner, index) => ({ ...owner, index }));

/** Those without a place in Slack, who need seats in the CRMs. */
export const FORMER_SEATS: readonly PastOwner[] = PAST_OWNERS.slice(REPS.length);

const TEAM_OF: Readonly<Record<string, string>> = {
  DE: 'dach',
  NL: 'dach',
  PL: 'dach',
  GB: 'uk-nordics',
  SE: 'uk-nordics',
  US: 'americas',
  BR: 'americas',
};

/** Who takes people of a country, the reps of large companies beside. */
export function ownersFor(country: string | null): readonly PastOwner[] {
  const team = TEAM_OF[country ?? ''] ?? 'south-apac';
  return PAST_OWNERS.filter((owner) => owner.team === team || owner.team === null);
}
