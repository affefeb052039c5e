// The steps of the guided tour as data, for the server and the page; what ticks them off is in progress.ts. A feature adds
// one entry here and one function there. Imports nothing.

export interface TourStep {
  readonly id: string;
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly text: string;
  /** What to look at meanwhile. */
  readonly hint: string;
  readonly where: Where;
}

/** As whom, and in which channel or part of the page. */
export interface Where {
  readonly as: string;
  readonly channel?: string;
  readonly tab?: 'hubspot' | 'salesforce' | 'happenings';
  /** Somebody whose pane stands beside it, in the same channel. */
  readonly beside?: string;
}

export const TOUR = [
  {
    id: 'claim',
    title: 'Claim a lead',
    text: 'You are Ana, an enterprise rep. Find a card in #enterprise-leads and press Claim.',
    hint: 'Its owner changes in HubSpot or Salesforce within a second: both are in tabs above.',
    where: { as: 'ana', channel: 'enterprise-leads' },
  },
  {
    id: 'race',
    title: 'Lose a race',
    text: 'Be Bo now, and want the same lead: write /lead claim and its name.',
    hint: 'Only Bo sees the answer, and the CRM still says Ana: one lead has one winner, however many press at once.',
    where: { as: 'bo', channel: 'enterprise-leads', beside: 'ana' },
  },
  {
    id: 'why',
    title: 'See why',
    text: 'Press Why? on any card.',
    hint: 'It lists the rules that matched, with their values, and why this rep was next. No decision is a secret.',
    where: { as: 'ana', channel: 'enterprise-leads' },
  },
  {
    id: 'outage',
    title: 'Break a CRM, lose nothing',
    text: 'Turn “HubSpot is down” on here, claim a lead of HubSpot’s in Slack as Ana, then turn it off again.',
    hint: 'The claim counts at once; the card says what waits, and HubSpot has it as soon as it answers again.',
    where: { as: 'ana', channel: 'enterprise-leads', tab: 'happenings' },
  },
  {
    id: 'audit',
    title: 'Read the audit trail',
    text: 'Be Oskar, who looks after operations, and write /signalbox audit in #revops.',
    hint: 'Who did what, to which record, and by which rule: every decision has its entry, and none can be changed.',
    where: { as: 'oskar', channel: 'revops' },
  },
  {
    id: 'request',
    title: 'Ask for a campaign',
    text: 'You are Mia, who manages marketing. Write /campaign new, fill in the form and press Submit for approval.',
    hint: 'The form proposes the right name and tags. Above 10,000 euros it takes the VP and the CFO as well.',
    where: { as: 'mia', channel: 'approvals' },
  },
  {
    id: 'launch',
    title: 'Say yes, and it goes live',
    text: 'Be Nora, then whoever the card still needs, and press Approve. Tick off the checklist as Mia, if she has not.',
    hint: 'What goes live in both CRMs is exactly what was approved; an edit in between voids the yes and asks again.',
    where: { as: 'nora', channel: 'approvals', beside: 'mia' },
  },
] as const satisfies readonly TourStep[];

export type StepId = (typeof TOUR)[number]['id'];

/** Where the page shows this: `/?as=ana&channel=enterprise-leads`. */
export function addressOf({ as, channel, tab, beside }: Where): string {
  const query = new URLSearchParams({ as });
  if (channel !== undefined) query.set('channel', channel);
  if (beside !== undefined) query.set('with', beside);
  if (beside !== undefined && channel !== undefined) query.set('with-channel', channel);
  if (tab !== undefined) query.set('tab', tab);
  return `/?${query.toString()}`;
}
