// A lead to vary in tests.
import { ChannelId, LeadId, newLeadId } from '#kernel/ids.ts';
import type { GatedAction } from '#features/leads/gated-actions.ts';
import type { Lead } from '#features/leads/lead.ts';

export const noon = new Date('2026-03-02T12:00:00.000Z');

/** An open, announced lead; `over` says what is different about it. */
export function aLead(over: Partial<Omit<Lead, 'id'>> & { id?: string } = {}): Lead {
  return {
    email: null,
    facts: { lead: { name: 'Mia Sand' }, company: { name: 'Acme' }, opportunity: null },
    score: null,
    scoreReasons: [],
    state: 'open',
    standing: 'announced',
    priority: 'normal',
    headline: null,
    team: null,
    claimBy: 'anyone',
    offeredTo: null,
    offerEndsAt: null,
    claimedBy: null,
    claimedAt: null,
    notice: null,
    touchedAt: null,
    card: null,
    mergedInto: null,
    holdId: null,
    createdAt: noon,
    seenAt: noon,
    changedAt: noon,
    records: [],
    ...over,
    id: over.id === undefined ? newLeadId() : LeadId.parse(over.id),
  };
}

aLead.channel = ChannelId.parse('C0LEADS');

/** What a rule may not do for a lead before Vera's yes. */
export function aGated(over: Partial<GatedAction> = {}): GatedAction {
  return {
    key: 'A-12',
    title: 'Update Globex renewal in Salesforce',
    rule: 'big-deals',
    state: 'pending',
    asked: ['Vera'],
    until: noon,
    because: null,
    ...over,
  };
}
