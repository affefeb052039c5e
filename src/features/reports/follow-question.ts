// Following a question: somebody has it answered at set times, and ends that again.
import type { AuditStore } from '#features/audit/store.ts';
import { cronProblem } from '#features/playbook/cron.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Clock } from '#ports/clock.ts';
import type { Transact } from '#ports/transact.ts';
import type { Follow, ReportStore } from './store.ts';

interface FollowTx {
  readonly reports: ReportStore;
  readonly audit: AuditStore;
}

export interface FollowDeps {
  readonly transact: Transact<FollowTx>;
  readonly clock: Clock;
}

export interface NewFollow {
  readonly question: string;
  readonly cron: string;
  /** IANA. */
  readonly timezone: string;
  /** Id of a channel, or of the person whose direct messages it goes to. */
  readonly channel: string;
}

export type FollowOutcome =
  | { readonly kind: 'followed'; readonly follow: Follow }
  | { readonly kind: 'refused'; readonly because: string };

/** More than anybody reads. */
const MOST = 20;

export function followQuestion(
  deps: FollowDeps,
  { by, correlationId }: Turn,
  wanted: NewFollow,
): Promise<FollowOutcome> {
  const problem = cronProblem(wanted.cron);
  if (problem !== null) return Promise.resolve({ kind: 'refused', because: problem });
  return deps.transact(async (tx): Promise<FollowOutcome> => {
    const own = (await tx.reports.follows()).filter(({ createdBy }) => createdBy === by.id);
    if (own.length >= MOST) return { kind: 'refused', because: `you follow ${MOST} questions: end one first` };
    const now = deps.clock.now();
    const follow = await tx.reports.addFollow({ ...wanted, createdBy: by.id, createdAt: now });
    // From now on, whoever looks first.
    await tx.reports.begin({ report: keyOf(follow), dueAt: now, state: 'begun' });
    await tx.audit.append({
      at: now,
      action: 'report.followed',
      actor: { kind: 'person', slack: by.id },
      subject: keyOf(follow),
      after: contentOf(follow),
      correlationId,
    });
    return { kind: 'followed', follow };
  });
}

export type EndOutcome = 'ended' | 'unknown' | 'not_yours';

/** @param anybodys whether this person may end what others follow */
export function endFollow(
  deps: FollowDeps,
  { by, correlationId }: Turn,
  { id, anybodys }: { readonly id: number; readonly anybodys: boolean },
): Promise<EndOutcome> {
  return deps.transact(async (tx): Promise<EndOutcome> => {
    const follow = (await tx.reports.follows()).find((one) => one.id === id);
    if (follow === undefined) return 'unknown';
    if (follow.createdBy !== by.id && !anybodys) return 'not_yours';
    const now = deps.clock.now();
    if (!(await tx.reports.endFollow(id, now))) return 'unknown';
    await tx.audit.append({
      at: now,
      action: 'report.ended',
      actor: { kind: 'person', slack: by.id },
      subject: keyOf(follow),
      before: contentOf(follow),
      correlationId,
    });
    return 'ended';
  });
}

function keyOf({ id }: Follow): string {
  return `follow:${id}`;
}

function contentOf({ question, cron, timezone, channel }: Follow) {
  return { question, cron, timezone, channel };
}
