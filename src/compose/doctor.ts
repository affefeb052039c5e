// The doctor's list: the checks of GET /readyz in words for people, and those that ask more. A part of the app that has
// something to say about its health adds a line here.
import type { HealthCheck } from '#adapters/server/readiness.ts';
import type { SlackApp } from '#adapters/slack/app.ts';
import { ownChecks } from '#features/operations/checks.ts';
import type { ChecksDeps } from '#features/operations/checks.ts';
import type { Check, Finding } from '#features/operations/check.ts';
import type { CursorStore } from '#features/intake/store.ts';
import { historyCheck } from '#features/history/check.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { fieldMap } from '#features/playbook/mapping.ts';
import { elapsed, spanText } from '#kernel/time.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import { approvalChecks } from './approval-checks.ts';
import type { ApprovalCheckParts } from './approval-checks.ts';
import type { OpenDatabase } from './database.ts';
import type { UsageBook } from './usage.ts';

export interface DoctorParts {
  /** As GET /readyz has them, by name. */
  readonly health: Readonly<Record<string, HealthCheck>>;
  readonly database: OpenDatabase;
  readonly cursors: CursorStore;
  readonly slackApp: Pick<SlackApp, 'state'>;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly usage: Pick<UsageBook, 'of'>;
  readonly own: Omit<ChecksDeps, 'crms'>;
  readonly approvals: ApprovalCheckParts;
}

export function doctorChecks(parts: DoctorParts): readonly Check[] {
  const { health, database, crms, own, approvals } = parts;
  const check = (title: string, name: string, fine: () => Promise<string> | string, mend: string): Check => ({
    title,
    look: () => worded(health[name], fine, mend),
  });
  return [
    check(
      'Database',
      'database',
      () => databaseWords(parts),
      'See the database in docs/operating.md; the log has its own words.',
    ),
    check(
      'Slack',
      'slack',
      () => slackWords(parts),
      'A missing scope: install the app anew from manifest.json. A refused token: SLACK_BOT_TOKEN.',
    ),
    ...Array.from(crms.values(), (crm) =>
      check(
        CRM_LABELS[crm.name],
        crm.name,
        () => crmWords(parts, crm),
        'It is tried again every few seconds; what waits for it goes on then. A refused token or a missing field: docs/connecting.md.',
      ),
    ),
    check(
      'Changes from CRMs',
      'inbox',
      () => 'are read',
      'They wait in the database. The log says why they are not read.',
    ),
    check(
      'Messages and writes',
      'outbox',
      () => 'are carried out',
      'They wait in the database. The log says why they are not carried out.',
    ),
    check('Ticks', 'queue', () => 'run', 'The log says why. Polling and recovery wait for them.'),
    check('Audit log', 'audit', () => 'is sealed', 'npm run audit -- verify says more.'),
    historyCheck({ sync: database.stores.sync, crms: [...crms.keys()], clock: own.clock }),
    ...approvalChecks(approvals),
    ...ownChecks({ ...own, crms: [...crms.keys()] }),
  ];
}

async function worded(
  check: HealthCheck | undefined,
  fine: () => Promise<string> | string,
  mend: string,
): Promise<Finding> {
  const health = await (check?.() ?? { ok: false as const, because: 'there is no check of that name' });
  if (health.ok) return { kind: 'fine', says: await fine() };
  const since = health.since === undefined ? '' : `, since ${health.since}`;
  return { kind: 'trouble', says: `${health.because}${since}`, mend };
}

async function databaseWords({ database }: DoctorParts): Promise<string> {
  const { server, migrations, newestMigration } = await database.facts();
  return `PostgreSQL ${server}, ${migrations} migrations up to ${newestMigration}`;
}

function slackWords({ slackApp }: DoctorParts): string {
  const state = slackApp.state();
  return state.kind === 'ready' ? `connected to ${state.team}` : state.kind;
}

/** What it costs, and how changes come in: a CRM that pushes nothing is a matter of minutes, not of loss. */
async function crmWords({ database, cursors, usage, own }: DoctorParts, crm: Crm): Promise<string> {
  const now = own.clock.now();
  const polls = await Promise.all(crm.tracked.map((object) => cursors.read(crm.name, object)));
  const times = polls.flatMap((state) => (state === null ? [] : [state.polledAt.getTime()]));
  const polled = times.length < crm.tracked.length ? null : new Date(Math.min(...times));
  const pushed = await database.lastPush(crm.name);
  const used = usage.of(crm.name);
  const fields = Object.keys(fieldMap(own.playbook().playbook, crm.name)).length;
  return [
    used === null ? 'calls of today not known yet' : `${used.used} of ${used.limit} calls used`,
    polled === null ? 'not polled yet' : `polled ${spanText(elapsed(polled, now))} ago`,
    pushed === null ? 'no webhook lately' : `last webhook ${spanText(elapsed(pushed, now))} ago`,
    `${fields} fields mapped`,
  ].join(', ');
}
