// What the doctor finds out by itself: what was given up, what waits too long, channels, people, a pause.
import { elapsed, HOUR_MS, MINUTE_MS, spanText } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { ChannelProblem, Messenger } from '#ports/messenger.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { ownerOf, personNamed } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { LetterStore } from '#features/recovery/store.ts';
import { countOf, troublesOf } from '#features/recovery/trouble.ts';
import type { Trouble } from '#features/recovery/trouble.ts';
import type { Check, Finding } from './check.ts';
import type { DryRunStore, PauseStore } from './store.ts';

export interface ChecksDeps {
  readonly stores: {
    readonly letters: LetterStore;
    readonly directory: DirectoryStore;
    readonly pauses: Pick<PauseStore, 'current'>;
    readonly dryRuns: Pick<DryRunStore, 'current'>;
  };
  readonly messenger: Pick<Messenger, 'channelTroubles'>;
  readonly crms: readonly CrmName[];
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** Longer than anything is tried: whatever waits so long has no one who tries it. */
const FORGOTTEN_MS = 25 * HOUR_MS;
const LONG_MS = 15 * MINUTE_MS;
/** Letters that are counted, and troubles that are shown. */
const MOST = 500;
const SHOWN = 10;

export function ownChecks(deps: ChecksDeps): readonly Check[] {
  return [
    { title: 'Given up', look: () => givenUp(deps) },
    { title: 'Waiting', look: () => waiting(deps) },
    { title: 'Channels', look: () => channels(deps) },
    { title: 'People', look: () => people(deps) },
    { title: 'Pause', look: () => pause(deps) },
    { title: 'Dry run', look: () => dryRun(deps) },
  ];
}

async function givenUp({ stores, clock }: ChecksDeps): Promise<Finding> {
  const letters = await stores.letters.list({ limit: MOST });
  if (letters.length === 0) return { kind: 'fine', says: 'nothing was given up' };
  const now = clock.now();
  const troubles = troublesOf(letters);
  const more = troubles.length > SHOWN ? [`and ${troubles.length - SHOWN} more kinds of trouble`] : [];
  return {
    kind: 'trouble',
    says: `${letters.length === MOST ? `${MOST} or more` : letters.length} given up, for ${troubles.length === 1 ? 'one reason' : `${troubles.length} reasons`}`,
    mend: 'Mend the cause, then npm run jobs -- retry ID, --kind KIND or --all; npm run jobs -- drop ID --because "..." leaves it undone.',
    details: [...troubles.slice(0, SHOWN).map((trouble) => troubleLine(trouble, now)), ...more],
  };
}

/** The newest few by their ids, so that each can be shown and tried again. */
function troubleLine({ kind, because, letters }: Trouble, now: Date): string {
  const ids = letters.slice(0, 3).map(({ id }) => id);
  const more = letters.length > ids.length ? ' ...' : '';
  const [{ deadAt }] = letters;
  const count = countOf(kind, letters.length);
  return `${count} (${kind}), last ${spanText(elapsed(deadAt, now))} ago: ${because} [${ids.join(', ')}${more}]`;
}

async function waiting({ stores, clock }: ChecksDeps): Promise<Finding> {
  const now = clock.now();
  const backlog = await stores.letters.backlog(now);
  const rows = backlog.reduce((sum, one) => sum + one.rows, 0);
  const ages = backlog.flatMap(({ since }) => (since === null ? [] : [elapsed(since, now)]));
  const oldest = Math.max(0, ...ages);
  if (oldest < LONG_MS) return { kind: 'fine', says: rows === 0 ? 'nothing waits' : `${rows} waiting, none for long` };
  const details = backlog.flatMap(({ kind, rows: count, failing, since }) => {
    if (since === null || elapsed(since, now) < LONG_MS) return [];
    const tries = failing === 0 ? '' : `, ${failing} after a try that failed`;
    return [`${countOf(kind, count)} (${kind}), the oldest for ${spanText(elapsed(since, now))}${tries}`];
  });
  if (oldest < FORGOTTEN_MS) {
    const says = `${rows} waiting, the oldest for ${spanText(oldest)}`;
    return {
      kind: 'notice',
      says,
      mend: 'It is tried again by itself for a day, and at once when what it waits for is back.',
      details,
    };
  }
  const says = `something has waited for ${spanText(oldest)}, longer than anything is tried`;
  return {
    kind: 'trouble',
    says,
    mend: 'npm run jobs -- list shows it, the log says why. A newer version may have put it there.',
    details,
  };
}

const PROBLEMS: Readonly<Record<ChannelProblem, string>> = {
  channel_not_found: 'does not exist, or is private without the app in it',
  not_in_channel: 'the app is not in it',
  is_archived: 'is archived',
  restricted: 'does not let the app post',
};

async function channels({ messenger, playbook }: ChecksDeps): Promise<Finding> {
  const names = channelsOf(playbook().playbook);
  const troubles = await messenger.channelTroubles(names);
  const details = names.flatMap((name) => {
    const problem = troubles.get(name) ?? null;
    return problem === null ? [] : [`${name}: ${PROBLEMS[problem]}`];
  });
  if (details.length === 0) return { kind: 'fine', says: `${names.length} in the playbook, all of them usable` };
  return {
    kind: 'trouble',
    says: `${details.length} of the playbook's ${names.length} channels cannot be used`,
    mend: 'Create the channel or type /invite @Signalbox in it. Until then its messages go to the fallback channel.',
    details,
  };
}

/** Every channel that the playbook names, each once. */
function channelsOf({ channels: named, rules, approvals, campaigns }: Playbook): readonly string[] {
  const alerts = rules.flatMap((rule) =>
    rule.do.flatMap((action) => (action.kind === 'alert' ? [action.channel] : [])),
  );
  const asked = [named.approvals, campaigns.channel, ...approvals.map(({ channel }) => channel)];
  return [...new Set([named.ops, named.fallback, ...alerts, ...asked.filter((channel) => channel !== undefined)])];
}

/** Who is on a team and could not claim: routing passes them over. */
async function people({ stores, crms, playbook: inForce }: ChecksDeps): Promise<Finding> {
  const { playbook } = inForce();
  const deps = { directory: stores.directory, playbook };
  const members = [...new Set(playbook.teams.flatMap((team) => team.members))];
  const details: string[] = [];
  for (const member of members) {
    const person = await personNamed(deps, member);
    if (!person) details.push(`${member}: not in Slack`);
    else if (!person.active) details.push(`${member}: deactivated in Slack`);
    else {
      for (const crm of crms) {
        const { kind } = await ownerOf(deps, person, crm);
        if (kind !== 'owner')
          details.push(`${person.name}: ${kind === 'none' ? 'no user' : 'switched off'} in ${CRM_LABELS[crm]}`);
      }
    }
  }
  if (details.length === 0) return { kind: 'fine', says: `${members.length} on teams, all of them known everywhere` };
  return {
    kind: 'trouble',
    says: `${details.length} gaps among those who are on teams; they are not offered what they could not own`,
    mend: '/signalbox link hubspot|salesforce EMAIL @colleague, or "people" in the playbook.',
    details: details.slice(0, SHOWN),
  };
}

async function pause({ stores, clock }: ChecksDeps): Promise<Finding> {
  const current = await stores.pauses.current();
  if (!current) return { kind: 'fine', says: 'not paused' };
  const why = current.reason === null ? '' : ` (${current.reason})`;
  const says = `paused for ${spanText(elapsed(current.at, clock.now()))}${why}`;
  return { kind: 'notice', says, mend: '/signalbox resume lets everything go.' };
}

async function dryRun({ stores, clock }: ChecksDeps): Promise<Finding> {
  const current = await stores.dryRuns.current();
  if (!current) return { kind: 'fine', says: 'for real' };
  const says = `dry for ${spanText(elapsed(current.startedAt, clock.now()))}: nothing is written or announced`;
  return { kind: 'notice', says, mend: 'Start without DRY_RUN; what ran dry stays silent.' };
}
