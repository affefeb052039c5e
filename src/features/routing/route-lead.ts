// Offers a lead to the next rep of a team and writes down why it was this one.
import type { Actor } from '#kernel/actor.ts';
import type { CorrelationId, SlackUserId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { Lead, ClaimPolicy } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { LeadStore } from '#features/leads/store.ts';
import { ownerOf, personNamed } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { pickMember } from './pick-member.ts';
import type { RoutingDecision, RoutingDecisionStore, SkipReason, TurnStore } from './store.ts';

export interface RouteTx {
  readonly leads: LeadStore;
  readonly turns: TurnStore;
  readonly routingDecisions: RoutingDecisionStore;
  readonly directory: DirectoryStore;
  readonly audit: AuditWriter;
}

export interface RouteInput {
  readonly playbook: Playbook;
  readonly playbookVersion: number;
  readonly lead: Lead;
  readonly rule: string;
  readonly team: string;
  readonly claimBy: ClaimPolicy;
  /** Head start of the offered rep, in milliseconds; null for none. */
  readonly offerForMs: number | null;
  /** CRMs in which the rep must be able to own the records. */
  readonly crms: readonly CrmName[];
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

interface Choice {
  readonly chosen: { readonly member: string; readonly person: SlackPerson } | null;
  readonly skipped: RoutingDecision['skipped'];
}

/** Runs inside the caller's transaction. Returns the rep, or null when nobody of the team can take the lead. */
export async function routeLead(tx: RouteTx, input: RouteInput): Promise<SlackUserId | null> {
  const turns = await tx.turns.lockTurns(input.team);
  const { chosen, skipped } = await choose(tx.directory, input, turns);
  const rep = chosen?.person.id ?? null;
  if (chosen !== null) await tx.turns.takeTurn(input.team, chosen.member);
  await tx.leads.change(
    input.lead.id,
    {
      team: input.team,
      claimBy: input.claimBy,
      offeredTo: rep,
      offerEndsAt: rep === null || input.offerForMs === null ? null : after(input.at, input.offerForMs),
      ...(rep === null ? {} : { state: 'offered' as const }),
    },
    input.at,
  );
  await writeDown(tx, input, {
    leadId: input.lead.id,
    team: input.team,
    rule: input.rule,
    chosen: chosen?.member ?? null,
    skipped,
    at: input.at,
  });
  return rep;
}

/** Asks in order of turns, so that the team's row is not locked for longer the larger the team is. */
async function choose(
  directory: DirectoryStore,
  input: RouteInput,
  turns: ReadonlyMap<string, number>,
): Promise<Choice> {
  const skipped: { member: string; because: SkipReason }[] = [];
  let waiting = teamMembers(input.playbook, input.team).map((member) => ({
    member,
    lastTurn: turns.get(member) ?? -1,
  }));
  for (let member = pickMember(waiting); member !== null; member = pickMember(waiting)) {
    const person = await personNamed({ directory, playbook: input.playbook }, member);
    const because = await whyNot(directory, input, person);
    if (person && because === null) return { chosen: { member, person }, skipped };
    if (because !== null) skipped.push({ member, because });
    const asked = member;
    waiting = waiting.filter((one) => one.member !== asked);
  }
  return { chosen: null, skipped };
}

function teamMembers(playbook: Playbook, team: string): readonly string[] {
  return playbook.teams.find((one) => one.name === team)?.members ?? [];
}

async function whyNot(
  directory: DirectoryStore,
  { playbook, crms }: RouteInput,
  person: SlackPerson | null,
): Promise<SkipReason | null> {
  if (!person) return 'not_in_slack';
  if (!person.active) return 'deactivated';
  if (person.away) return 'away';
  for (const crm of crms) {
    const ownership = await ownerOf({ directory, playbook }, person, crm);
    if (ownership.kind === 'none') return 'no_crm_owner';
    if (ownership.kind === 'inactive') return 'inactive_crm_owner';
  }
  return null;
}

async function writeDown(tx: RouteTx, input: RouteInput, decision: RoutingDecision): Promise<void> {
  const actor: Actor = { kind: 'rule', rule: input.rule };
  await tx.routingDecisions.record(decision);
  await tx.audit.append({
    at: input.at,
    action: decision.chosen === null ? 'lead.unrouted' : 'lead.routed',
    actor,
    subject: leadSubject(input.lead.id),
    before: { team: input.lead.team, offered_to: input.lead.offeredTo },
    after: {
      team: decision.team,
      chosen: decision.chosen,
      skipped: decision.skipped.map(({ member, because }) => ({ member, because })),
    },
    playbookVersion: input.playbookVersion,
    correlationId: input.correlationId,
  });
}
