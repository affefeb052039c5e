// What both CRMs hold before any app is connected: customers and leads of the last weeks, some owned, some in both, and
// marketing's campaigns.
import { DAY_MS } from '#kernel/time.ts';
import type { HubspotRecord } from '../hubspot/model.ts';
import { REPS } from './acme.ts';
import { plantCampaigns } from './campaigns.ts';
import { INDUSTRY_NAMES } from './companies.ts';
import { createRandom } from './random.ts';
import { hubspotOwnerId } from './servers.ts';
import { createStories } from './stories.ts';
import type { LeadStory } from './stories.ts';
import { createTeller } from './tell-story.ts';
import type { TellDeps } from './tell-story.ts';
import { stepsOf } from './story-steps.ts';

export interface BaselineDeps extends TellDeps {
  /** Sets what the CRMs take for the present, so that old records look old. */
  readonly standAt: (at: Date) => void;
  readonly now: Date;
}

const LEADS = 36;
const SPAN_MS = 60 * DAY_MS;
/** Leads older than this have been taken by somebody. */
const TAKEN_AFTER_MS = 3 * DAY_MS;

export function plantBaseline({ hubspot, salesforce, standAt, now }: BaselineDeps, seed: number): void {
  // Another sequence than the stream's, so that both can be asked for by the same seed.
  const random = createRandom(seed + 1);
  const stories = createStories(seed + 2, () => false);
  const teller = createTeller({ hubspot, salesforce });
  for (let index = 0; index < LEADS; index += 1) {
    const ageMs = SPAN_MS - (index * (SPAN_MS - DAY_MS)) / LEADS;
    standAt(new Date(now.getTime() - ageMs));
    const story = stories.next();
    for (const step of stepsOf(story)) teller.tell(story, step);
    if (ageMs > TAKEN_AFTER_MS && random.chance(0.7)) giveToRep(story, random.pick(REPS).email);
    if (random.chance(0.25)) sell(story, random.pick(REPS).email, random.between(4, 90) * 500);
  }
  plantCampaigns({ hubspot, salesforce, now, standAt, leadIds: [...teller.told().leadIds.values()] });

  function giveToRep({ prospect }: LeadStory, email: string): void {
    const contact = contactOf(prospect.email);
    if (contact !== undefined) hubspot.setOwner('contacts', contact.id, hubspotOwnerId(email) ?? null);
    const [lead] = salesforce.findBy('Lead', 'Email', prospect.email);
    if (lead !== undefined) salesforce.setOwner('Lead', String(lead['Id']), email, email);
  }

  /** A deal in HubSpot, or an opportunity of a customer in Salesforce. */
  function sell({ prospect, via }: LeadStory, email: string, amount: number): void {
    const { company } = prospect;
    if (company === null) return;
    const contact = contactOf(prospect.email);
    if (via === 'hubspot' && contact !== undefined) {
      const owner = hubspotOwnerId(email) ?? '';
      const deal = { dealname: `${company.name} - inbound`, amount: String(amount), dealstage: 'qualifiedtobuy' };
      hubspot.createDeal({ ...deal, hubspot_owner_id: owner }, { contactId: contact.id });
      return;
    }
    const account = {
      Name: company.name,
      Website: `https://${company.domain}`,
      Industry: INDUSTRY_NAMES[company.industry].salesforce,
      NumberOfEmployees: company.employees,
      Owner: email,
    };
    const accountId = salesforce.createRecord('Account', account, email);
    const opportunity = {
      Name: `${company.name} - expansion`,
      StageName: 'Qualification',
      CloseDate: new Date(now.getTime() + 45 * DAY_MS).toISOString().slice(0, 10),
      Amount: amount,
      AccountId: accountId,
      Owner: email,
    };
    salesforce.createRecord('Opportunity', opportunity, email);
  }

  function contactOf(email: string): HubspotRecord | undefined {
    return hubspot.findBy('contacts', 'email', email) ?? undefined;
  }
}
