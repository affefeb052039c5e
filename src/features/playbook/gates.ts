// What a policy can stand before.

/** A campaign's launch, a change to a live one, an action of a rule (named by its `gate:`). */
export const GATE_NAMES = ['campaign.launch', 'campaign.change', 'action'] as const;
export type GateName = (typeof GATE_NAMES)[number];
