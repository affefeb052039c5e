// Answers `/signalbox`: the audit log for ops, links between Slack and CRM users for everybody.
import type { Message } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import { AUDIT_PAGE, auditMessage } from '#features/audit/audit-view.ts';
import type { AuditPlace } from '#features/audit/audit-view.ts';
import type { RecordedEntry } from '#features/audit/entry.ts';
import type { AuditReader } from '#features/audit/store.ts';
import { note } from '#features/answering/note.ts';
import type { LeadDesk } from '#features/leads/desk.ts';
import type { Turn } from '#features/people/turn.ts';
import { findLead } from '#features/leads/find-lead.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { leadName, leadSubject } from '#features/leads/lead.ts';
import { ambiguousMessage } from '#features/leads/list-view.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import { linkOwner } from '#features/people/link-owner.ts';
import type { LinkTx } from '#features/people/link-owner.ts';
import { isOps } from '#features/people/roles.ts';
import { LeadId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import { pauseAnswer, pauseSignalbox, resumeSignalbox } from './pause.ts';
import type { PauseTx } from './pause.ts';
import type { Looked } from './check.ts';
import { doctorMessage } from './doctor-view.ts';
import { SIGNALBOX_HELP } from './signalbox-command.ts';
import type { AuditScope, SignalboxCommand } from './signalbox-command.ts';

export interface OpsDesk extends LeadDesk {
  readonly transact: LeadDesk['transact'] & Transact<LinkTx & PauseTx>;
  readonly auditLog: AuditReader;
  /** Looks at everything that can go wrong. */
  readonly examine: () => Promise<readonly Looked[]>;
}

const NO_PATIENT = 'The doctor answers ops and admins. The playbook lists them under "roles".';
const NOT_OPS = 'The audit log is for ops and admins. The playbook lists them under "roles".';

export async function answerSignalboxCommand(desk: OpsDesk, turn: Turn, command: SignalboxCommand): Promise<Message> {
  switch (command.kind) {
    case 'help':
      return note(SIGNALBOX_HELP);
    case 'unclear':
      return note(`${command.because}\n\n${SIGNALBOX_HELP}`);
    case 'doctor':
      return isOps(desk.playbook().playbook, turn.by) ? doctorMessage(await desk.examine()) : note(NO_PATIENT);
    case 'audit':
      return isOps(desk.playbook().playbook, turn.by) ? startAudit(desk, command.scope, turn) : note(NOT_OPS);
    case 'link':
      return link(desk, turn, command);
    case 'pause':
      return note(pauseAnswer(await pauseSignalbox(desk, { ...turn, reason: command.reason })));
    case 'resume':
      return note(pauseAnswer(await resumeSignalbox(desk, turn)));
  }
}

/** One page of the log, for people who may see it. */
export async function auditPage(desk: OpsDesk, { by }: Turn, place: AuditPlace, title = 'older'): Promise<Message> {
  const { playbook } = desk.playbook();
  if (!isOps(playbook, by)) return note(NOT_OPS);
  const found = await desk.auditLog.list({
    ...(place.subject === null ? {} : { subject: place.subject }),
    ...(place.actor === null ? {} : { actor: place.actor }),
    ...(place.since === null ? {} : { since: new Date(place.since) }),
    ...(place.before === null ? {} : { before: place.before }),
    limit: AUDIT_PAGE + 1,
  });
  const shown = found.slice(0, AUDIT_PAGE);
  const last = shown.at(-1);
  const next = found.length > AUDIT_PAGE && last ? { ...place, before: last.id } : null;
  const names = await leadNames(desk, shown);
  const words = { zone: playbook.organization.timezone, nameOf: (subject: string) => names.get(subject) };
  return auditMessage(title, shown, next, words);
}

/** By subject; a lead that is no more has no name. */
async function leadNames(desk: OpsDesk, entries: readonly RecordedEntry[]): Promise<ReadonlyMap<string, string>> {
  const subjects = [...new Set(entries.map((entry) => entry.subject))];
  const leads = await Promise.all(
    subjects.map(async (subject) => {
      const id = LeadId.safeParse(subject.replace(/^lead:/u, ''));
      return id.success ? desk.stores.leads.get(id.data) : null;
    }),
  );
  const names = new Map<string, string>();
  for (const [index, subject] of subjects.entries()) {
    const lead = leads[index];
    if (lead) names.set(subject, leadName(lead));
  }
  return names;
}

async function startAudit(desk: OpsDesk, scope: AuditScope, turn: Turn): Promise<Message> {
  const place: AuditPlace = { subject: null, actor: null, since: null, before: null };
  switch (scope.kind) {
    case 'all':
      return auditPage(desk, turn, place, 'newest first');
    case 'user':
      return auditPage(desk, turn, { ...place, actor: `person:${scope.user}` }, 'by one person');
    case 'since': {
      const since = after(desk.clock.now(), -scope.ms).toISOString();
      return auditPage(desk, turn, { ...place, since }, `the last ${scope.text}`);
    }
    case 'lead': {
      const found = await findLead(desk.stores.leads, scope.query);
      if (found.kind === 'none') return note(`No lead matches "${scope.query}".`);
      if (found.kind === 'several') return ambiguousMessage(scope.query, found.leads, desk.clock.now());
      return auditPage(desk, turn, { ...place, subject: leadSubject(found.lead.id) }, leadName(found.lead));
    }
  }
}

async function link(
  desk: OpsDesk,
  { by, correlationId }: Turn,
  { crm, user, person }: Extract<SignalboxCommand, { kind: 'link' }>,
): Promise<Message> {
  const { messenger, clock, stores } = desk;
  const whom = person === null ? by : await identifyPerson({ directory: stores.directory, messenger, clock }, person);
  const outcome = await linkOwner(
    { ...desk, directory: stores.directory },
    { by, person: whom, crm, user, correlationId },
  );
  switch (outcome.kind) {
    case 'linked':
      return note(
        `${whom.id === by.id ? 'You are' : `${whom.name} is`} now ${outcome.user.name} in ${CRM_LABELS[crm]}.`,
      );
    case 'unknown_user':
      return note(`${CRM_LABELS[crm]} has no user "${user}". Use the e-mail address or the id of a person there.`);
    case 'inactive_user':
      return note(`${outcome.user.name} is switched off in ${CRM_LABELS[crm]}.`);
    case 'not_allowed':
      return note('Only an admin can link somebody else, or a CRM user who is somebody else in Slack.');
  }
}
