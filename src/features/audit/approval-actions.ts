// What the audit log records of approvals, and of who decides for whom.
import { audited } from './audited.ts';

export const AUDITED_OF_APPROVALS = {
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
} as const;
