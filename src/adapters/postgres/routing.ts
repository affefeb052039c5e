// Whose turn it is in each team, fair across replicas because the team's row is locked; and why each rep was chosen.
import { z } from 'zod';
import { LeadId } from '#kernel/ids.ts';
import type { RoutingDecisionStore, TurnStore } from '#features/routing/store.ts';
import { Fault } from '#kernel/errors.ts';
import type { Queries } from './client.ts';
import { toJsonb } from './json-columns.ts';

const SkippedColumn = z.array(
  z.object({
    member: z.string(),
    because: z.enum(['not_in_slack', 'deactivated', 'away', 'no_crm_owner', 'inactive_crm_owner']),
  }),
);

export function createTurnStore(db: Queries): TurnStore {
  return {
    async lockTurns(team) {
      // The update changes nothing; it locks the row, whether it was there or not.
      await db.$executeRaw`
        INSERT INTO routing_team (team) VALUES (${team}) ON CONFLICT (team) DO UPDATE SET team = EXCLUDED.team`;
      const rows = await db.routingTurn.findMany({ where: { team } });
      return new Map(rows.map(({ member, turn }) => [member, Number(turn)]));
    },
    async takeTurn(team, member) {
      const taken = await db.$executeRaw`
        WITH next AS (UPDATE routing_team SET turns = turns + 1 WHERE team = ${team} RETURNING turns)
        INSERT INTO routing_turn (team, member, turn) SELECT ${team}, ${member}, turns FROM next
        ON CONFLICT (team, member) DO UPDATE SET turn = EXCLUDED.turn`;
      if (taken === 0) throw new Fault('internal', `A turn of ${team} was taken without locking its turns.`);
    },
  };
}

export function createRoutingDecisionStore(db: Queries): RoutingDecisionStore {
  return {
    async record({ leadId, team, rule, chosen, skipped, at }) {
      await db.$executeRaw`
        INSERT INTO routing_decision (lead_id, team, rule, chosen, skipped, at)
        VALUES (${leadId}::uuid, ${team}, ${rule}, ${chosen}, ${toJsonb(skipped)}::jsonb, ${at})`;
    },
    async ofLead(leadId) {
      const rows = await db.routingDecision.findMany({ where: { leadId }, orderBy: { id: 'desc' } });
      return rows.map((row) => ({
        leadId: LeadId.parse(row.leadId),
        team: row.team,
        rule: row.rule,
        chosen: row.chosen,
        skipped: SkippedColumn.parse(row.skipped),
        at: row.at,
      }));
    },
  };
}
