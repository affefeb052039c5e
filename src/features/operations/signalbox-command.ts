// What `/signalbox` understands. Pure: text in, a command or a reason out.
import { SlackUserId } from '#kernel/ids.ts';
import { Duration } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';

export type AuditScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'lead'; readonly query: string }
  | { readonly kind: 'user'; readonly user: SlackUserId }
  | { readonly kind: 'since'; readonly ms: number; readonly text: string };

export type SignalboxCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'audit'; readonly scope: AuditScope }
  | { readonly kind: 'link'; readonly crm: CrmName; readonly user: string; readonly person: SlackUserId | null }
  | { readonly kind: 'pause'; readonly reason: string | null }
  | { readonly kind: 'resume' }
  | { readonly kind: 'unclear'; readonly because: string };

export const SIGNALBOX_HELP = `/signalbox doctor - what is well, what is not and how to mend it
/signalbox audit - the newest decisions
/signalbox audit lead NAME-OR-ID - everything about one lead
/signalbox audit user @ana - everything somebody did
/signalbox audit since 2h - the last two hours (m, h or d)
/signalbox link hubspot EMAIL-OR-ID - say which HubSpot user you are
/signalbox link salesforce EMAIL-OR-ID [@colleague] - the same for Salesforce; admins can link others
/signalbox pause [REASON] - hold back everything that is written to a CRM or announced
/signalbox resume - let it go
/lead help - claiming and working leads`;

const USER = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;

export function parseSignalboxCommand(text: string): SignalboxCommand {
  const [verb = '', ...rest] = text.trim().split(/\s+/u);
  switch (verb.toLowerCase()) {
    case '':
    case 'help':
      return { kind: 'help' };
    case 'doctor':
      return { kind: 'doctor' };
    case 'audit':
      return audit(rest);
    case 'link':
      return link(rest);
    case 'pause':
      return { kind: 'pause', reason: rest.length === 0 ? null : rest.join(' ') };
    case 'resume':
      return { kind: 'resume' };
    default:
      return { kind: 'unclear', because: `"${verb}" is not something /signalbox knows.` };
  }
}

function audit([scope = '', ...rest]: readonly string[]): SignalboxCommand {
  const value = rest.join(' ');
  switch (scope.toLowerCase()) {
    case '':
      return { kind: 'audit', scope: { kind: 'all' } };
    case 'lead':
      return value === ''
        ? { kind: 'unclear', because: 'Name the lead: /signalbox audit lead NAME-OR-ID.' }
        : { kind: 'audit', scope: { kind: 'lead', query: value } };
    case 'user': {
      const user = SlackUserId.safeParse(USER.exec(value)?.[1]);
      return user.success
        ? { kind: 'audit', scope: { kind: 'user', user: user.data } }
        : { kind: 'unclear', because: 'Name the person with @: /signalbox audit user @ana.' };
    }
    case 'since': {
      const span = Duration.safeParse(value);
      return span.success
        ? { kind: 'audit', scope: { kind: 'since', ms: span.data, text: value } }
        : { kind: 'unclear', because: 'Say how far back: /signalbox audit since 2h.' };
    }
    default:
      return { kind: 'unclear', because: `"${scope}" is not a scope of the audit log: lead, user or since.` };
  }
}

function link([crm = '', user = '', whom]: readonly string[]): SignalboxCommand {
  const name = CRM_NAMES.find((one) => one === crm.toLowerCase());
  if (!name) return { kind: 'unclear', because: `Name the CRM: ${CRM_NAMES.join(' or ')}.` };
  if (user === '') return { kind: 'unclear', because: 'Name the CRM user by e-mail address or id.' };
  const person = whom === undefined ? null : SlackUserId.safeParse(USER.exec(whom)?.[1]);
  if (person && !person.success) return { kind: 'unclear', because: 'Name the colleague with @.' };
  return { kind: 'link', crm: name, user: plainAddress(user), person: person?.data ?? null };
}

/** Slack turns an address into `<mailto:ana@acme.test|ana@acme.test>`. */
function plainAddress(text: string): string {
  return /^<mailto:([^|>]+)/u.exec(text)?.[1] ?? text;
}
