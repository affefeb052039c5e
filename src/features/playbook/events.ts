// The events that a rule can stand on.

export const EVENT_NAMES = [
  'lead.created',
  'lead.updated',
  'lead.stage_changed',
  'opportunity.created',
  'opportunity.updated',
  'opportunity.stage_changed',
  'opportunity.won',
  'opportunity.lost',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];
