// What ops click when the import brake held leads.
import { z } from 'zod';
import { privately } from '#blockkit/replies.ts';
import { LeadId } from '#kernel/ids.ts';
import type { Listeners } from '#ports/listeners.ts';
import { commitThenAck, withinTime } from '#features/answering/commit-then-ack.ts';
import { HOLD_ACTIONS } from '#features/leads/deliver-notes.ts';
import { note } from '#features/answering/note.ts';
import type { LeadDesk } from '#features/leads/desk.ts';
import type { Lead } from '#features/leads/lead.ts';
import { buttonValue } from '#features/answering/click.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import { isOps } from '#features/people/roles.ts';
import type { AbsorbDeps } from './absorbing.ts';
import { decideHold } from './decide-hold.ts';
import type { HoldOutcome } from './decide-hold.ts';
import { HELD_FIELD, HELD_MODAL, HELD_SHOWN, HELD_VALUE, heldModal } from './held-view.ts';
import type { HoldStore } from './store.ts';

export interface HoldDesk extends LeadDesk {
  readonly intake: AbsorbDeps;
  readonly holds: HoldStore;
}

const State = z.object({ hold: z.int() });
const Chosen = z.array(z.object({ value: LeadId }));

export function registerHoldListeners(listeners: Listeners, desk: HoldDesk): void {
  for (const [action, verdict] of [
    [HOLD_ACTIONS.announce, 'announce'],
    [HOLD_ACTIONS.mirror, 'mirror'],
  ] as const) {
    listeners.action(action, async (click) => {
      const hold = Number(buttonValue(click));
      const outcome = await commitThenAck(click, desk.intake.transact, async (transact) => {
        const { by, correlationId } = await turnOfClick(desk, click);
        return decideHold({ ...desk.intake, transact }, { hold, by, verdict, correlationId });
      });
      await click.respond(privately(note(answer(outcome, verdict))));
    });
  }

  listeners.action(HOLD_ACTIONS.list, async ({ ack, client, ...click }) => {
    await ack();
    const { by } = await turnOfClick(desk, click);
    if (!isOps(desk.playbook().playbook, by)) {
      await click.respond(privately(note(answer({ kind: 'not_allowed' }, 'mirror'))));
      return;
    }
    const hold = Number(buttonValue(click));
    const leads = await heldLeads(desk, hold);
    if (leads.length === 0) {
      await click.respond(privately(note(answer({ kind: 'already_decided' }, 'mirror'))));
      return;
    }
    await client.views.open({ trigger_id: click.body.trigger_id, view: heldModal(leads, JSON.stringify({ hold })) });
  });

  listeners.view(HELD_MODAL, async ({ ack, view, body }) => {
    const { hold } = State.parse(JSON.parse(view.private_metadata));
    const chosen = Chosen.parse(view.state.values[HELD_FIELD]?.[HELD_VALUE]?.selected_options ?? []);
    const verdict = { announceOnly: chosen.map(({ value }) => value) };
    const outcome = await withinTime(desk.intake.transact, async (transact) => {
      const { by, correlationId } = await turnOf(desk, body.user.id, undefined);
      return decideHold({ ...desk.intake, transact }, { hold, by, verdict, correlationId });
    });
    if (outcome.kind === 'decided') await ack();
    else await ack({ response_action: 'errors', errors: { [HELD_FIELD]: answer(outcome, 'mirror') } });
  });
}

async function heldLeads({ holds, stores }: HoldDesk, hold: number): Promise<readonly Lead[]> {
  const ids = await holds.heldLeads(hold, HELD_SHOWN);
  const leads = await Promise.all(ids.map((id) => stores.leads.get(id)));
  return leads.filter((lead) => lead !== null);
}

function answer(outcome: HoldOutcome, verdict: 'announce' | 'mirror'): string {
  switch (outcome.kind) {
    case 'decided':
      return `${outcome.leads} held ${outcome.leads === 1 ? 'lead is' : 'leads are'} ${verdict === 'announce' ? 'announced now' : 'kept silent'}.`;
    case 'already_decided':
      return 'Somebody has decided about these leads already.';
    case 'not_allowed':
      return 'Only ops and admins decide about held leads. The playbook lists them under "roles".';
  }
}
