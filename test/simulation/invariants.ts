// What must hold once a simulation has come to rest, whatever happened in it. Each answers with what breaks it, in
// words; nothing when it holds. Pure.
import { unexplained } from './causes.ts';
import type { EndState } from './end-state.ts';
import type { Complaint } from './host.ts';

type Invariant = (end: EndState) => readonly string[];

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'every lead is announced exactly once': announcedOnce,
  'nothing is said twice': saidOnce,
  'at most one winner a claim': oneWinner,
  'nobody is told that a lead is theirs which is not': toldTruly,
  'the CRM owner is the winner, or a conflict is reported': ownedByWinner,
  'at most one opportunity a rule and lead': oneOpportunity,
  'the audit is complete': auditComplete,
  'the chain of the audit is sound': ({ chain }) => chain,
  'every claim has been answered by the CRMs': claimsAnswered,
  'the queues are empty': queuesEmpty,
  'nothing is given up without an alarm': givenUpAloud,
  'no error without a cause': ({ complaints }) => unexplained(complaints),
};

/** Every broken invariant with what breaks it, a line each. */
export function brokenIn(end: EndState): readonly string[] {
  return Object.entries(INVARIANTS).flatMap(([name, holds]) => holds(end).map((why) => `${name}: ${why}`));
}

const OVER = new Set(['disqualified', 'converted', 'gone']);

function isList(key: string | null): boolean {
  return key?.startsWith('list:') ?? false;
}

/** Of people whom a CRM still shows; of those that were deleted or merged away there may be a card or none. */
function announcedOnce({ prospects, records, leads, messages }: EndState): readonly string[] {
  return prospects.flatMap(({ name, records: shown }) => {
    // Converted where only Salesforce knew them: the contact has taken the lead's place.
    if (shown.length === 0) return [];
    const ids = new Set(shown.map(({ crm, id }) => records.find((one) => one.crm === crm && one.id === id)?.lead));
    if (ids.has(undefined)) return [`${name} is not known`];
    if (ids.size !== 1) return [`${name} is ${ids.size} leads`];
    const [id = ''] = ids;
    const lead = leads.find((one) => one.id === id);
    if (lead?.standing !== 'announced') return [`${name} (${id}) is ${lead?.standing}`];
    const shownOn = messages.filter(({ key, leads }) => key === `card:${id}` || (isList(key) && leads.includes(id)));
    // What was over before its turn came needs no card any more.
    if (shownOn.length === 1 || (shownOn.length === 0 && OVER.has(lead.state))) return [];
    return [`${name} (${id}, ${lead.state}) is announced ${shownOn.length} times`];
  });
}

function saidOnce({ messages }: EndState): readonly string[] {
  const keys = messages.flatMap(({ key }) => key ?? []);
  return duplicatesIn(keys).map((key) => `${key} was posted more than once`);
}

const GIVES_UP = new Set([
  'lead.released',
  'lead.given_back_in_crm',
  'lead.taken_in_crm',
  'lead.disqualified',
  'lead.converted',
  'lead.restored_in_crm',
  'lead.merged',
  'claim.refused',
  'claim.conflict',
]);

/** Between two claims of a lead somebody has let it go. */
function oneWinner({ audit }: EndState): readonly string[] {
  const holders = new Map<string, string>();
  return audit.flatMap(({ action, subject, actor }) => {
    if (GIVES_UP.has(action)) holders.delete(subject);
    if (action !== 'lead.claimed') return [];
    const holder = holders.get(subject);
    holders.set(subject, actor);
    return holder === undefined ? [] : [`${subject} was claimed by ${actor} while ${holder} had it`];
  });
}

function toldTruly({ notes, audit, prospects, records, leads }: EndState): readonly string[] {
  return prospects.flatMap(({ name, records: [record] }) => {
    const lead = record && records.find((one) => one.crm === record.crm && one.id === record.id)?.lead;
    if (lead === undefined) return [];
    const subjects = new Set(foldedInto(leads, lead).map((id) => `lead:${id}`));
    const told = notes
      .filter(({ text }) => text.startsWith(`${name} is yours.`) && !text.endsWith('already.'))
      .map(({ user }) => user);
    return [...new Set(told)].flatMap((user) => {
      const won = audit.filter(
        (row) => row.action === 'lead.claimed' && subjects.has(row.subject) && row.actor === `person:${user}`,
      );
      const times = told.filter((one) => one === user).length;
      return times <= won.length
        ? []
        : [`${user} was told ${times} times that ${name} is theirs, and won ${won.length}`];
    });
  });
}

/** The lead, and those that live on in it. */
function foldedInto(leads: EndState['leads'], lead: string): readonly string[] {
  const folded = leads.filter(({ mergedInto }) => mergedInto === lead);
  return [lead, ...folded.flatMap(({ id }) => foldedInto(leads, id))];
}

function ownedByWinner({ prospects, records, leads }: EndState): readonly string[] {
  return prospects.flatMap(({ name, records: shown }) =>
    shown.flatMap(({ crm, id, owner }) => {
      const ref = records.find((one) => one.crm === crm && one.id === id);
      const lead = leads.find((one) => one.id === ref?.lead);
      if (lead?.state !== 'claimed' || lead.notice !== null || owner === lead.claimedBy) return [];
      return [`${name} is ${lead.claimedBy ?? 'nobody'}'s, and ${owner ?? 'nobody'}'s in ${crm}`];
    }),
  );
}

/** Each company is one lead's alone, and its name is the opportunity's. */
function oneOpportunity({ opportunities, records }: EndState): readonly string[] {
  const twice = duplicatesIn(opportunities.map(({ name }) => name)).map((name) => `${name} was made more than once`);
  const lost = opportunities.filter(({ crm, id }) => !records.some((one) => one.crm === crm && one.id === id));
  return [...twice, ...lost.map(({ name }) => `${name} was made, and no lead knows it`)];
}

function auditComplete({ audit, firings, claims, messages, leads }: EndState): readonly string[] {
  const has = (action: string, subject: string): boolean =>
    audit.some((row) => row.action === action && row.subject === subject);
  const claimed = new Set(audit.flatMap(({ after }) => (typeof after?.['claim'] === 'string' ? [after['claim']] : [])));
  const inherited = new Set(
    audit.flatMap(({ action, after }) => {
      const into = after?.['merged_into'];
      return action === 'lead.merged' && typeof into === 'string' ? [`lead:${into}`] : [];
    }),
  );
  return [
    ...leads.filter(({ id }) => !has('lead.seen', `lead:${id}`)).map(({ id }) => `nothing says that ${id} was seen`),
    ...firings
      .filter(
        ({ rule, subject }) =>
          !inherited.has(subject) &&
          !audit.some((row) => row.action === 'rule.fired' && row.subject === subject && row.actor === `rule:${rule}`),
      )
      .map(({ rule, subject }) => `nothing says that ${rule} fired on ${subject}`),
    ...claims.filter(({ id }) => !claimed.has(id)).map(({ id }) => `nothing says why claim ${id} was made`),
    ...messages
      .flatMap(({ key }) => (key?.startsWith('card:') ? [key.slice('card:'.length)] : []))
      .filter((id) => !has('slack.card_posted', `lead:${id}`))
      .map((id) => `nothing says that the card of ${id} was posted`),
  ];
}

function claimsAnswered({ claims }: EndState): readonly string[] {
  return claims
    .filter(({ state, open }) => state === 'writing' || open > 0)
    .map(({ id, state, open }) => `claim ${id} is ${state}, ${open} records without an answer`);
}

function queuesEmpty({ inbox, outbox }: EndState): readonly string[] {
  return [...inbox, ...outbox]
    .filter(({ state, leased }) => leased || state === 'pending')
    .map(({ key, leased, note }) => `${key} waits${leased ? ', leased' : ''}: ${note ?? ''}`);
}

function givenUpAloud({ inbox, outbox, complaints }: EndState): readonly string[] {
  return [...inbox, ...outbox]
    .filter(({ state }) => state === 'dead' || state === 'failed')
    .filter(({ key }) => !complaints.some((complaint) => isAlarmAbout(complaint, key)))
    .map(({ key, note }) => `${key} was given up: ${note ?? ''}`);
}

function isAlarmAbout({ level, message, fields }: Complaint, key: string): boolean {
  return level === 'error' && [message, fields['intent'], fields['event']].some((said) => String(said).includes(key));
}

function duplicatesIn(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
