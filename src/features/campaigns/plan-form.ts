// The form in which a campaign is planned and changed. What is chosen proposes the name and the tags while it is filled
// in; what stands in it is never lost. Pure.
import type { ModalView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { context, divider, modal, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { campaignKey, UTM_KEYS } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { CAMPAIGN_MODALS } from './modals.ts';
import { proposeName } from './naming.ts';
import { readDraft } from './plan-draft.ts';
import type { PlanDraft } from './plan-draft.ts';
import { aims, content, FORM_ACTIONS, kindAndDays, launchInput, money, nameInput, people } from './plan-inputs.ts';
import { proposeUtm } from './utm.ts';

/** What the form must know of itself. */
export interface PlanFormState {
  /** Null: a new one. */
  readonly campaign: CampaignId | null;
  /** Of the campaign as it was when the form was opened. */
  readonly version: number | null;
  readonly channel: string | null;
  /** How often the app has filled in inputs itself: they have another id then. */
  readonly round: number;
}

export interface PlanFormOptions {
  readonly playbook: Playbook;
  /** Those that are connected. */
  readonly crms: readonly CrmName[];
  readonly draft: PlanDraft;
  readonly state: PlanFormState;
  /** The campaign that is edited, as it stands. */
  readonly campaign: Campaign | null;
}

/** Neither name nor tags depend on the owner. */
const AS_TYPED = { owner: null, proposes: false } as const;

export function planForm(options: PlanFormOptions): ModalView {
  const { campaign, state } = options;
  const blocks: Block[] = [
    ...warning(campaign),
    ...kindAndDays(options),
    nameInput(options),
    proposal(options),
    ...aims(options),
    divider(),
    ...money(options),
    ...people(options),
    divider(),
    ...content(options),
    divider(),
    launchInput(options),
  ];
  return modal({
    title: campaign === null ? 'New campaign' : `Edit ${campaignKey(campaign.id)}`,
    callbackId: CAMPAIGN_MODALS.plan,
    submit: campaign === null ? 'Create draft' : 'Save',
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks,
  });
}

/** The draft with the proposed name and tags in place of what was typed. */
export function withProposal(playbook: Playbook, draft: PlanDraft): PlanDraft {
  const { plan } = readDraft(playbook, draft, AS_TYPED);
  const name = proposeName(playbook.campaigns, plan) ?? plan.name;
  const utm = proposeUtm(playbook.campaigns, { ...plan, name });
  const tags = Object.fromEntries(UTM_KEYS.map((key) => [`utm_${key}`, utm[key] ?? draft.texts[`utm_${key}`] ?? '']));
  return { ...draft, texts: { ...draft.texts, ...tags, name } };
}

/** Before somebody edits what is approved or waits for approval. */
function warning(campaign: Campaign | null): readonly Block[] {
  const words: Readonly<Partial<Record<Campaign['state'], string>>> = {
    waiting: 'It waits for its approval. Whoever has approved already is asked again, with the difference shown.',
    approved: 'It is approved. A change voids the approval and asks again, with the difference shown.',
    live: 'It is live. A change of name, budget, audience, dates or link waits for an approval before it reaches the CRMs.',
    paused: 'A change of name, budget, audience, dates or link waits for an approval before it reaches the CRMs.',
  };
  const text = campaign === null ? undefined : words[campaign.state];
  return text === undefined ? [] : [context([md`:warning: ${escape(text)}`])];
}

/** The name by the rule and the tags that go with it, from what was entered so far. */
function proposal({ playbook, draft }: PlanFormOptions): Block {
  const { plan } = readDraft(playbook, draft, AS_TYPED);
  const { naming } = playbook.campaigns;
  const name = proposeName(playbook.campaigns, plan);
  const isTaken = name === null || name === plan.name;
  const accessory = button({
    action: FORM_ACTIONS.useProposal,
    text: isTaken ? 'Propose a name' : 'Use this name',
  });
  if (name === null) {
    const text = md`Names follow \`${escape(naming.pattern, 200)}\`. Choose type and start, type a few words, and let the rest be proposed.`;
    return section(text, { accessory });
  }
  const mark = isTaken ? md`:white_check_mark: By the rule` : md`:bulb: By the rule`;
  return section(join([md`${mark} \`${escape(naming.pattern, 200)}\``, bold(name)]), { accessory });
}
