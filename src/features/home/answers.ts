// What somebody reads who names a stand-in, or approves several at once. Plain text. Pure.
import type { DelegateRefusal } from '#features/approvals/delegate.ts';
import { DELEGATE_FIELDS } from './modals.ts';

/** At which field of the form it is said, and what. */
export const DELEGATE_REFUSALS: Readonly<Record<DelegateRefusal, { readonly field: string; readonly text: string }>> = {
  not_allowed: { field: DELEGATE_FIELDS.to, text: 'Only you or an admin can say who decides for you.' },
  oneself: { field: DELEGATE_FIELDS.to, text: 'That is you. Choose somebody else.' },
  inactive: { field: DELEGATE_FIELDS.to, text: 'This account is deactivated in Slack, or is nobody who could decide.' },
  no_time: { field: DELEGATE_FIELDS.until, text: 'The last day must not be before the first, nor in the past.' },
  overlaps: {
    field: DELEGATE_FIELDS.from,
    text: 'Somebody decides for you on one of these days already. End that first.',
  },
  circle: {
    field: DELEGATE_FIELDS.to,
    text: 'This person is away in that time, and what they decide would come back to you. Choose somebody else.',
  },
};
