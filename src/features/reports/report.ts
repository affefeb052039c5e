// A report: questions that are answered together at set times. Those of the playbook and those that people follow are alike.
import type { SlackUserId } from '#kernel/ids.ts';
import { DAY_MS } from '#kernel/time.ts';
import { nextRun } from '#features/playbook/cron.ts';
import type { ReportRule } from '#features/playbook/reports.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Follow } from './store.ts';

export interface Report {
  /** `report:<name>` or `follow:<id>`: one time of it is sent once. */
  readonly key: string;
  readonly name: string;
  readonly cron: string;
  /** IANA, of the cron expression. */
  readonly zone: string;
  /** As the playbook names it, or a channel's id. */
  readonly channel: string;
  /** E-mail addresses of who gets it as a direct message as well. */
  readonly people: readonly string[];
  readonly questions: readonly string[];
  readonly leaderboard: NonNullable<ReportRule['leaderboard']> | null;
  readonly whenNotReady: ReportRule['when_not_ready'];
  /** Who follows it; null: the playbook's. */
  readonly followedBy: SlackUserId | null;
}

export function reportsOf({ reports, organization }: Playbook, follows: readonly Follow[]): readonly Report[] {
  return [
    ...reports.map((rule): Report => ({
      key: `report:${rule.name}`,
      name: rule.name,
      cron: rule.cron,
      zone: rule.timezone ?? organization.timezone,
      channel: rule.channel,
      people: rule.people,
      questions: rule.metrics,
      leaderboard: rule.leaderboard ?? null,
      whenNotReady: rule.when_not_ready,
      followedBy: null,
    })),
    ...follows.map(followedReport),
  ];
}

function followedReport(follow: Follow): Report {
  return {
    key: `follow:${follow.id}`,
    name: follow.question,
    cron: follow.cron,
    zone: follow.timezone,
    channel: follow.channel,
    people: [],
    questions: [follow.question],
    leaderboard: null,
    whenNotReady: 'mark',
    followedBy: follow.createdBy,
  };
}

/** The period that a question without one is about: the last whole one of the report's own rhythm. */
export function rhythmOf({ cron, zone }: Pick<Report, 'cron' | 'zone'>, at: Date): string {
  const next = nextRun(cron, zone, at);
  const after = next === null ? null : nextRun(cron, zone, next);
  if (next === null || after === null) return 'last month';
  const days = (after.getTime() - next.getTime()) / DAY_MS;
  if (days > 80) return 'last quarter';
  if (days > 20) return 'last month';
  return days > 4 ? 'last week' : 'yesterday';
}
