// Answers `/lead`: finds the lead, calls one verb, says what came of it.
import { identifyPerson } from '#features/people/identify-person.ts';
import type { Message } from '#ports/messenger.ts';
import { section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { LeadVerbOutcome } from './answers.ts';
import { loadCard } from './card-data.ts';
import { renderCard } from './card-view.ts';
import { claimLead } from './claim-lead.ts';
import { note } from '#features/answering/note.ts';
import { answerTo } from './desk.ts';
import type { LeadDesk } from './desk.ts';
import type { Turn } from '#features/people/turn.ts';
import { explainLead } from './explain-lead.ts';
import { findLead } from './find-lead.ts';
import { handOverLead, releaseLead } from './give-up.ts';
import { CLAIMABLE } from './lead.ts';
import type { Lead } from './lead.ts';
import { LEAD_HELP } from './lead-command.ts';
import type { LeadCommand } from './lead-command.ts';
import { ambiguousMessage, listMessage, PAGE } from './list-view.ts';
import type { ListPlace } from './list-view.ts';
import { whyText } from './why-view.ts';

type OnLead = Extract<LeadCommand, { kind: 'show' | 'claim' | 'release' | 'why' | 'hand_over' }>;

export async function answerLeadCommand(desk: LeadDesk, turn: Turn, command: LeadCommand): Promise<Message> {
  switch (command.kind) {
    case 'help':
      return note(LEAD_HELP);
    case 'unclear':
      return note(`${command.because}\n\n${LEAD_HELP}`);
    case 'open':
    case 'mine':
      return leadList(desk, turn, { list: command.kind, after: null });
    case 'show':
    case 'claim':
    case 'release':
    case 'why':
    case 'hand_over':
      return onLead(desk, turn, command);
  }
}

/** One page of a list; one more lead than fits tells whether there is a next one. */
export async function leadList(desk: LeadDesk, { by }: Turn, place: ListPlace): Promise<Message> {
  const found = await desk.stores.leads.list({
    ...(place.list === 'open' ? { states: CLAIMABLE } : { states: ['claimed'], claimedBy: by.id }),
    ...(place.after === null ? {} : { after: { ...place.after, changedAt: new Date(place.after.changedAt) } }),
    limit: PAGE + 1,
  });
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  const after = last && { changedAt: last.changedAt.toISOString(), id: last.id };
  const next = found.length > PAGE && after ? { ...place, after } : null;
  const title = place.list === 'open' ? 'Leads to claim' : 'Your leads';
  return listMessage(title, shown, next, desk.clock.now());
}

async function onLead(desk: LeadDesk, turn: Turn, command: OnLead): Promise<Message> {
  const found = await findLead(desk.stores.leads, command.query);
  switch (found.kind) {
    case 'none':
      return note(`No lead matches "${command.query}".`);
    case 'several':
      return ambiguousMessage(command.query, found.leads, desk.clock.now());
    case 'found':
      return act(desk, turn, command, found.lead);
  }
}

async function act(desk: LeadDesk, turn: Turn, command: OnLead, lead: Lead): Promise<Message> {
  const input = { lead: lead.id, ...turn };
  switch (command.kind) {
    case 'show':
      return renderCard(await loadCard({ ...desk.stores, crms: desk.crms }, lead, desk.clock.now()));
    case 'why': {
      const explanation = await explainLead(desk, lead.id);
      const text = explanation ? whyText(explanation) : 'This lead is not known any more.';
      return { text, blocks: [section(escape(text, 2900))] };
    }
    case 'claim':
      return answerTo(desk, await counted(desk, claimLead(desk, input)));
    case 'release':
      return answerTo(desk, await releaseLead(desk, input));
    case 'hand_over': {
      const { stores, messenger, clock } = desk;
      const to = await identifyPerson({ directory: stores.directory, messenger, clock }, command.to);
      return answerTo(desk, await handOverLead(desk, { ...input, to }));
    }
  }
}

/** A claim's outcome on its way to the answer. */
export async function counted<Outcome extends LeadVerbOutcome>(
  desk: LeadDesk,
  claim: Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await claim;
  desk.onClaim?.(outcome.kind);
  return outcome;
}
