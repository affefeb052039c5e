// Every action that the audit log records, with what its rows are about and which values they hold. An action that is
// not here cannot be written; docs/audit.md is held to this list.

/** What a row is about; `docs/audit.md` shows how each is written. */
export type AuditSubject =
  | 'lead'
  | 'opportunity'
  | 'person'
  | 'hold'
  | 'crm'
  | 'playbook'
  | 'ops'
  | 'intent'
  | 'list'
  | 'approval'
  | 'campaign'
  | 'workitem'
  | 'system';

interface AuditedAction {
  readonly subject: readonly AuditSubject[];
  /** Keys that `before` may hold. */
  readonly before: readonly string[];
  /** Keys that `after` may hold. */
  readonly after: readonly string[];
  /** When a row is written, after "when". */
  readonly when: string;
}

export const AUDITED = {
  'playbook.put_in_force': audited(
    'playbook',
    'version',
    'version',
    'Signalbox starts with another playbook than before',
  ),
  'crm.connected': audited('crm', '', 'account, name, connected_at', 'a CRM account is seen for the first time'),
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

  'approval.requested': audited(
    'approval',
    '',
    'gate, subject, title, revision, policy, content, hash, expires_at',
    'somebody or a rule asks for an approval',
  ),
  'approval.step_opened': audited(
    'approval',
    '',
    'revision, step, needed, asked',
    'people of a step are asked; how many yes it takes',
  ),
  'approval.approvers_changed': audited(
    'approval',
    '',
    'step, came, went',
    'other people may decide than before: who left, came, delegated',
  ),
  'approval.voted': audited(
    'approval',
    '',
    'revision, step, verdict, comment, hash, on_behalf_of',
    'somebody decides; `hash` is of the content they saw',
  ),
  'approval.recalled': audited('approval', 'state, steps', 'revision, state', 'somebody takes the own yes back'),
  'approval.approved': audited('approval', 'state', 'revision, hash, because', 'the last step is done'),
  'approval.rejected': audited(
    'approval',
    'state',
    'revision, hash, because',
    'it is rejected, by a person or by its policy when the time is over',
  ),
  'approval.changes_requested': audited(
    'approval',
    'state',
    'revision, hash, because',
    'it is sent back to whoever asked',
  ),
  'approval.resubmitted': audited(
    'approval',
    'revision, hash, changed',
    'revision, hash, changed, because, policy',
    'it is asked for again after changes, with the difference',
  ),
  'approval.voided': audited(
    'approval',
    'revision, hash, changed',
    'revision, hash, changed, because, policy',
    'what was asked for or approved was changed; everybody is asked again',
  ),
  'approval.withdrawn': audited('approval', 'state', 'revision, hash, because', 'it is taken back'),
  'approval.expired': audited('approval', 'state', 'revision, hash, because', 'nobody decided in time'),
  'approval.used': audited('approval', 'state', 'revision, hash', 'what was approved happens'),
  'approval.reminded': audited('approval', '', 'revision, person', 'somebody who has not decided is reminded'),
  'approval.escalated': audited(
    'approval',
    '',
    'step, people, because',
    'others may decide as well; `people` are who was late, or who can decide now',
  ),
  'approval.question': audited('approval', '', 'text', 'somebody asks about it in the thread of its card'),
  'delegation.created': audited('person', '', 'to, starts_at, ends_at', 'somebody names who decides for a person'),
  'delegation.ended': audited('person', 'to, ends_at', '', 'that ends before its time'),

  'campaign.created': audited('campaign', '', 'state, launch, plan', 'somebody plans a campaign'),
  'campaign.edited': audited(
    'campaign',
    'state, launch',
    'state, launch, change',
    'its plan is changed before it runs',
  ),
  'campaign.submitted': audited(
    'campaign',
    'state',
    'state, approval, launch',
    'the approval of its launch is asked for',
  ),
  'campaign.needs_no_approval': audited(
    'campaign',
    'state',
    'state, approval, launch',
    'its launch is asked for, and the playbook asks nobody',
  ),
  'campaign.asked_again': audited('campaign', 'state', 'state, approval', 'it is not what was approved any more'),
  'campaign.approved': audited('campaign', 'state', 'state, approval', 'the last yes to its launch is there'),
  'campaign.returned': audited(
    'campaign',
    'state',
    'state, ending, approval, because',
    'something else than a yes came of the approval of its launch',
  ),
  'campaign.launch_asked': audited('campaign', 'state', 'state, approval, crms', 'its CRMs are asked to send it live'),
  'campaign.launch_held': audited('campaign', 'state', 'state, notice', 'it is approved, and a check keeps it back'),
  'campaign.launched': audited('campaign', 'state', 'state, approval, records', 'it is live in every CRM'),
  'campaign.launch_refused': audited('campaign', 'state', 'state, notice', 'a CRM refused the launch'),
  'campaign.change_asked': audited('campaign', '', 'approval, change', 'a change to it while it runs is asked for'),
  'campaign.changed': audited('campaign', '', 'approval, change', 'a change to it while it runs takes effect'),
  'campaign.change_dropped': audited(
    'campaign',
    '',
    'ending, approval, change',
    'a change to it is not approved, and is put back where a CRM has it',
  ),
  'campaign.paused': audited('campaign', 'state', 'state, reason', 'somebody pauses it'),
  'campaign.resumed': audited('campaign', 'state', 'state, reason', 'somebody lets it go on'),
  'campaign.closed': audited('campaign', 'state', 'state, reason', 'somebody ends it'),
  'campaign.killed': audited('campaign', 'state', 'state, reason', 'somebody presses the kill switch'),
  'campaign.ticked': audited('campaign', '', 'item', 'somebody ticks off an item of its checklist'),
  'campaign.unticked': audited('campaign', '', 'item', 'somebody takes a tick back'),
  'campaign.adopted': audited('campaign', '', 'state, crm, record, plan', 'a campaign is found in a CRM'),
  'campaign.record_joined': audited('campaign', '', 'crm, record', 'its record in a further CRM is found by its name'),
  'campaign.merged': audited('campaign', 'state', 'state, into', 'it turns out to be the record that our launch made'),
  'campaign.drifted': audited('campaign', 'seen', 'crm, record, seen, user', 'somebody changes it in a CRM'),
  'campaign.state_followed': audited('campaign', 'state', 'state, crm', 'it is paused, closed or resumed in its CRMs'),
  'campaign.put_back': audited('campaign', '', 'crm, record, state', 'it is made live in a CRM without an approval'),
  'campaign.record_gone': audited('campaign', '', 'crm, record', 'its record is deleted in a CRM'),
  'crm.campaign_written': audited(
    'campaign',
    'crm, state',
    'crm, part, record, fields, state, message',
    'a campaign is written to a CRM and read back',
  ),
  'crm.campaign_refused': audited(
    'campaign',
    'crm, state',
    'crm, part, record, fields, state, message',
    'the CRM refuses it',
  ),

  'workitem.asked': audited(
    'workitem',
    '',
    'process, object, record, person',
    "an approval process of Salesforce's own asks somebody who is in Slack",
  ),
  'workitem.answered': audited('workitem', 'state', 'verdict, comment', 'they answer it in Slack'),
  'workitem.decided': audited(
    'workitem',
    '',
    'verdict, acted_as, status',
    'Salesforce has the answer; as whom it was given there',
  ),
  'workitem.refused': audited(
    'workitem',
    '',
    'verdict, message',
    'Salesforce does not take the answer; it can be given again',
  ),
  'workitem.ended_in_crm': audited(
    'workitem',
    'state',
    'outcome, comment',
    'it is answered, recalled or reassigned in Salesforce, or its record is gone',
  ),

  'slack.card_posted': audited(
    'lead, approval, campaign, workitem',
    '',
    'channel, ts, problems, list',
    'its card is posted, or the list that it is a row of',
  ),
  'slack.list_edited': audited('list', 'card', 'channel, ts, card', 'a list of leads says something else'),
  'slack.card_edited': audited(
    'lead, approval, campaign, workitem',
    'card',
    'channel, ts, card',
    'its card says something else; `card` is its hash',
  ),
  'slack.card_undeliverable': audited(
    'lead, approval, campaign, workitem',
    '',
    'problems, list',
    'nobody can take its card',
  ),
  'slack.thread_posted': audited(
    'lead, approval, campaign',
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

function audited(subject: string, before: string, after: string, when: string): AuditedAction {
  return { subject: words(subject) as readonly AuditSubject[], before: words(before), after: words(after), when };
}

function ownerAnswer(when: string): AuditedAction {
  return audited('lead', 'record, owner', 'record, owner, claim, message', when);
}

function words(list: string): readonly string[] {
  return list === '' ? [] : list.split(', ');
}
