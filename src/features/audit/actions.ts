// Every action that the audit log records, with what its rows are about and which values they hold. An action that is
// not here cannot be written; docs/audit.md is held to this list.
import { AUDITED_OF_APPROVALS } from './approval-actions.ts';
import { audited } from './audited.ts';
import type { AuditedAction } from './audited.ts';
import { AUDITED_OF_CAMPAIGNS } from './campaign-actions.ts';
import { AUDITED_OF_COSTS } from './cost-actions.ts';
import { AUDITED_OF_REPORTS } from './report-actions.ts';
import { AUDITED_OF_WATCHES } from './watch-actions.ts';

export const AUDITED = {
  'playbook.put_in_force': audited(
    'playbook',
    'version',
    'version',
    'Signalbox starts with another playbook than before',
  ),
  'crm.connected': audited('crm', '', 'account, name, connected_at', 'a CRM account is seen for the first time'),
  'intake.baseline_read': audited(
    'crm',
    '',
    'records, leads, joined, converted',
    'records from before the connection are taken in, many at once; `leads` of them are new, `joined` are of known ones',
  ),
  'history.begun': audited('crm', '', 'kinds', 'the first reading of everything in a CRM begins'),
  'history.filled': audited('crm', '', 'records, ms', 'everything in a CRM is read'),
  'history.paused': audited('crm', '', 'because', 'somebody has the reading of a CRM wait'),
  'history.resumed': audited('crm', 'paused_at', '', 'somebody has it go on'),
  'person.linked': audited('person', 'crm, user', 'crm, user, name', 'somebody sets whose CRM user a person is'),

  'signalbox.paused': audited('system', '', 'reason', 'ops hold back everything that is written or announced'),
  'signalbox.resumed': audited('system', 'reason, paused_at', 'waiting, offers', 'ops let it go'),
  'dry_run.started': audited('system', '', 'started_at', 'Signalbox starts with DRY_RUN for the first time'),
  'dry_run.ended': audited('system', 'started_at', 'leads', 'Signalbox starts without DRY_RUN again'),
  'dry_run.would_have': audited(
    'lead, opportunity, person, ops, intent',
    '',
    'kind, what',
    'something is not written or posted because of DRY_RUN',
  ),

  'lead.seen': audited('lead', '', 'standing, state, score, hold', 'a lead is seen for the first time'),
  'lead.record_joined': audited('lead', '', 'record', 'a further CRM record turns out to be of this lead'),
  'lead.merged': audited(
    'lead',
    'state, claimed_by',
    'merged_into',
    'two leads turn out to be one; on the one that goes',
  ),
  'lead.deleted_in_crm': audited('lead', 'state', 'record, state, left', 'one of its records was deleted in a CRM'),
  'lead.restored_in_crm': audited('lead', 'state', 'state, record', 'a deleted lead is back in a CRM'),
  'lead.converted': audited('lead', 'state', 'state, opportunity, contact', 'a CRM says that the lead was converted'),
  'lead.taken_in_crm': audited('lead', 'state, claimed_by', 'state, claimed_by, owner', 'somebody took it in a CRM'),
  'lead.given_back_in_crm': audited(
    'lead',
    'state, claimed_by',
    'state, claimed_by',
    'its owner let go of it in a CRM',
  ),

  'hold.opened': audited('hold', '', 'leads, within_ms', 'the import brake begins to hold new leads'),
  'hold.announced': audited('hold', 'state', 'state, leads', 'ops announce all held leads'),
  'hold.mirrored': audited('hold', 'state', 'state, leads', 'ops keep all held leads silent'),
  'hold.lead_announced': audited('lead', '', 'hold', 'ops choose one held lead from the list'),
  'lead.unheld': audited('lead', 'standing', 'standing, hold', 'a held lead is let go, as ops decided'),
  'lead.told_late': audited(
    'lead',
    'standing',
    'standing',
    'ops are told of a lead that was found too late to announce',
  ),

  'rule.fired': audited('lead, opportunity', '', 'event, values', 'a rule acts; with the values that it saw'),
  'rule.action_skipped': audited('lead, opportunity', '', 'action, because', 'an action of a rule is not done'),
  'rule.action_held': audited(
    'lead, opportunity',
    '',
    'action, approval, policy',
    'an action of a rule waits for an approval',
  ),
  'rule.action_released': audited('lead, opportunity', '', 'action, approval', 'its approval is there, and it is done'),
  'rule.action_dropped': audited(
    'lead, opportunity',
    '',
    'action, approval, outcome',
    'it was not approved, so it is not done',
  ),
  'lead.routed': audited('lead', 'team, offered_to', 'team, chosen, skipped', 'routing offers it to a rep'),
  'lead.unrouted': audited('lead', 'team, offered_to', 'team, chosen, skipped', 'nobody of the team can take it'),
  'lead.announced': audited('lead', '', 'channel, priority', 'a rule asks for its card'),
  'lead.raised': audited('lead', 'priority, headline', 'priority, headline', 'a further rule raises its priority'),
  'opportunity.announced': audited('opportunity', '', 'channel, event', 'a rule asks for a message about a deal'),

  'lead.claimed': audited('lead', 'state, claimed_by, offered_to', 'state, claimed_by, claim', 'somebody claims it'),
  'lead.handed_over': audited(
    'lead',
    'state, claimed_by, offered_to',
    'state, claimed_by, claim',
    'its holder hands it to a colleague',
  ),
  'lead.released': audited(
    'lead',
    'state, claimed_by, offered_to',
    'state, claimed_by, claim',
    'its holder lets it go',
  ),
  'lead.offer_assigned': audited(
    'lead',
    'state, claimed_by, offered_to',
    'state, offered_to, claim',
    'a rule with `assign: now` makes the offered rep its owner',
  ),
  'lead.disqualified': audited(
    'lead',
    'state, claimed_by',
    'state, reason, note',
    'somebody says that it is not a fit',
  ),
  'lead.touched': audited('lead', '', 'touch, note', 'its holder logs a call, an e-mail or a meeting'),

  'claim.extended': audited(
    'lead',
    'record, owner',
    'record, owner, claim',
    'a record that came later joins the claim',
  ),
  'claim.written': audited('lead', 'claimed_by', 'claim, kind, notice', 'every CRM has the new owner'),
  'claim.partial': audited('lead', 'claimed_by', 'claim, kind, notice', 'some CRMs have the new owner'),
  'claim.conflict': audited('lead', 'claimed_by', 'claim, kind, notice', 'a CRM has another owner by now'),
  'claim.refused': audited('lead', 'claimed_by', 'claim, kind, notice', 'the CRMs refuse the new owner'),
  'claim.undone': audited(
    'lead',
    'claim, records',
    'claim, claimed_by',
    'what a refused claim had changed is asked back',
  ),

  'crm.owner_assigned': ownerAnswer('the new owner is written and read back'),
  'crm.owner_unchanged': ownerAnswer('the record has that owner already'),
  'crm.owner_conflict': ownerAnswer('the record has an owner that nobody expected; nothing is written'),
  'crm.owner_refused': ownerAnswer('the CRM refuses the owner, or has not answered for a day'),
  'crm.owner_gone': ownerAnswer('the record is not there any more'),
  'crm.opportunity_created': audited('lead', '', 'crm, fields, record', 'an opportunity or deal is made'),
  'crm.opportunity_refused': audited('lead', '', 'crm, fields, message', 'the CRM refuses to make it'),
  'crm.task_created': audited('lead', '', 'crm, fields, record', 'a task is made'),
  'crm.task_refused': audited('lead', '', 'crm, fields, message', 'the CRM refuses to make it'),
  'crm.updated': audited('lead, opportunity', '', 'record, fields', 'fields of a record are written'),
  'crm.update_refused': audited('lead, opportunity', '', 'record, fields, message', 'the CRM refuses the fields'),

  ...AUDITED_OF_APPROVALS,
  ...AUDITED_OF_CAMPAIGNS,
  ...AUDITED_OF_REPORTS,
  ...AUDITED_OF_COSTS,
  ...AUDITED_OF_WATCHES,

  'slack.card_posted': audited(
    'lead, approval, campaign, workitem, incident',
    '',
    'channel, ts, problems, list',
    'its card is posted, or the list that it is a row of',
  ),
  'slack.list_edited': audited('list', 'card', 'channel, ts, card', 'a list of leads says something else'),
  'slack.card_edited': audited(
    'lead, approval, campaign, workitem, incident',
    'card',
    'channel, ts, card',
    'its card says something else; `card` is its hash',
  ),
  'slack.card_undeliverable': audited(
    'lead, approval, campaign, workitem, incident',
    '',
    'problems, list',
    'nobody can take its card',
  ),
  'slack.thread_posted': audited(
    'lead, approval, campaign, incident',
    '',
    'channel, ts, text',
    'a line is posted under its card',
  ),
  'slack.whispered': audited('person', '', 'channel, ts, text', 'somebody gets a private note about what they did'),
  'slack.ops_posted': audited('ops', '', 'channel, ts, text', 'the ops channel gets a message'),
  'slack.alert_posted': audited('opportunity', '', 'channel, ts, text', 'a message about a deal is posted'),
  'intent.given_up': audited(
    'lead, opportunity, person, ops, intent',
    '',
    'kind, key, because',
    'a message or write ends as a dead letter',
  ),
  'intent.retried': audited(
    'lead, opportunity, person, ops, intent',
    'because',
    'kind, key',
    'somebody has a dead letter tried again',
  ),
  'intent.dropped': audited(
    'lead, opportunity, person, ops, intent',
    'because',
    'kind, key, because',
    'somebody decides that a dead letter stays undone',
  ),
  'recovery.mended': audited('lead, hold, system', '', 'hole, key', 'the sweep puts right what a crash left behind'),
} as const satisfies Readonly<Record<string, AuditedAction>>;

export type AuditAction = keyof typeof AUDITED;

function ownerAnswer(when: string): AuditedAction {
  return audited('lead', 'record, owner', 'record, owner, claim, message', when);
}
