import { describe, expect, it } from 'vitest';
import type { Campaign } from '#features/campaigns/campaign.ts';
import { CAMPAIGN_ACTIONS } from '#features/campaigns/card-actions.ts';
import { checksOf } from '#features/campaigns/card-data.ts';
import type { CampaignCard } from '#features/campaigns/card-data.ts';
import { renderCampaignCard } from '#features/campaigns/card-view.ts';
import { CAMPAIGN_PAGE, campaignListMessage } from '#features/campaigns/list-view.ts';
import { CampaignId } from '#kernel/ids.ts';
import { aCampaign, aCampaignRecord } from '../../support/campaign-builder.ts';
import { aPerson } from '../../support/builders.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';
import { aPlaybook } from '../playbook/builders.ts';

const mia = aPerson('Mia');
const { campaigns: rules } = aPlaybook(
  'campaigns: { checklist: [owner_set, links_answer, { id: legal-ok, ask: Legal has read the text }] }',
);

function aCard(campaign: Campaign, over: Partial<CampaignCard> = {}): CampaignCard {
  const checks = checksOf(rules, []);
  return {
    campaign,
    owner: mia.id,
    checks,
    approval: null,
    change: null,
    links: new Map(),
    zone: 'Europe/Berlin',
    ...over,
  };
}

describe('the card of a campaign', () => {
  it.each([
    ['draft', 'tick submit edit more'],
    ['waiting', 'tick edit more'],
    ['changes_requested', 'tick submit edit more'],
    ['approved', 'tick launch edit kill more'],
    ['live', 'pause kill edit more'],
    ['paused', 'resume edit kill more'],
    ['killed', 'tick submit edit more'],
    ['closed', 'more'],
    ['rejected', 'submit edit more'],
  ] as const)('says where it stands and offers what fits: %s', (state, offered) => {
    const message = renderCampaignCard(aCard(aCampaign({ state })));
    expectAccepted(message);
    expect(textIn(message.blocks)).toContain('2026-04-webinar-spring-launch');
    expect(actionsIn(message.blocks)).toEqual(offered.split(' ').map((verb) => `campaigns.${verb}`));
  });

  it('shows the plan: money, days, people, owner, content and tags', () => {
    const text = textIn(renderCampaignCard(aCard(aCampaign())).blocks);
    for (const part of [
      '€25,000',
      '1 – 30 Apr 2026',
      '12,000 people',
      '<@U0MIA>',
      'acme.test/spring',
      'source newsletter',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says the CRM’s words when a launch failed, and offers to try again', () => {
    const records = [
      aCampaignRecord({ crm: 'salesforce', state: 'refused', message: 'insufficient access <!here>' }),
      aCampaignRecord({ crm: 'hubspot', state: 'live', recordId: '88' }),
    ];
    const links = new Map([['hubspot', 'https://hubspot.test/88']] as const);
    const message = renderCampaignCard(
      aCard(aCampaign({ state: 'approved', launchAskedAt: noon, records }), { links }),
    );
    const text = textIn(message.blocks);
    expect(text).toContain('Approved, launch failed');
    expect(text).toContain(':x: Salesforce: refused: insufficient access &lt;!here&gt;');
    expect(text).toContain('<https://hubspot.test/88|HubSpot>: live');
    expect(actionsIn(message.blocks)).toContain(CAMPAIGN_ACTIONS.retry);
  });

  it('does not call a CRM fine in which a stopped campaign still runs', () => {
    const records = [aCampaignRecord({ state: 'live', recordId: '1' })];
    const text = textIn(renderCampaignCard(aCard(aCampaign({ state: 'killed', records }))).blocks);
    expect(text).toContain(':hourglass_flowing_sand: Salesforce: still live, being stopped');
  });

  it('is silent about what nobody planned here', () => {
    const plan = { owner: null, audience: null, audienceSize: null, type: 'other', channel: 'other' };
    const campaign = aCampaign({ state: 'live', adoptedFrom: 'hubspot', plan });
    const text = textIn(renderCampaignCard(aCard(campaign, { owner: null })).blocks);
    expect(text).toContain('found in HubSpot');
    for (const nothing of ['none yet', 'Other', 'Audience', 'Owner']) expect(text).not.toContain(nothing);
  });

  it('is not launched twice: while it is under way nobody is offered to', () => {
    const actions = actionsIn(renderCampaignCard(aCard(aCampaign({ state: 'approved', launchAskedAt: noon }))).blocks);
    expect(actions).not.toContain(CAMPAIGN_ACTIONS.launch);
    expect(actions).toContain(CAMPAIGN_ACTIONS.kill);
  });

  it('shows what failed, who ticked what, and what is still open', () => {
    const checks = checksOf(rules, [
      { item: 'links_answer', ok: false, note: 'answers 404', by: null, at: noon },
      { item: 'owner_set', ok: true, note: null, by: null, at: noon },
      { item: 'legal-ok', ok: true, note: null, by: mia.id, at: noon },
      { item: 'no_longer_asked', ok: true, note: null, by: null, at: noon },
    ]);
    const message = renderCampaignCard(aCard(aCampaign(), { checks }));
    expectAccepted(message);
    const text = textIn(message.blocks);
    expect(text).toContain('2 of 3 done');
    expect(text).toContain(':x: The content link answers: answers 404');
    expect(text).toMatch(/:white_check_mark: Legal has read the text\n<@U0MIA>  ·  <!date/u);
    expect(actionsIn(message.blocks)).toContain(CAMPAIGN_ACTIONS.untick);
    expect(actionsIn(renderCampaignCard(aCard(aCampaign())).blocks)).toContain(CAMPAIGN_ACTIONS.tick);
  });

  it('pings nobody and breaks nothing whatever is written into the plan', () => {
    for (const foreign of [HOSTILE, ENDLESS]) {
      const plan = {
        name: foreign,
        type: foreign,
        channel: foreign,
        owner: foreign,
        audience: foreign,
        suppressionList: foreign,
        contentUrl: foreign,
        goals: foreign,
        utm: { source: foreign, medium: foreign, campaign: foreign, term: foreign, content: foreign },
      };
      const records = [aCampaignRecord({ state: 'refused', message: foreign }), aCampaignRecord({ crm: 'hubspot' })];
      const checks = checksOf(rules, [{ item: 'links_answer', ok: false, note: foreign, by: null, at: noon }]);
      const campaign = aCampaign({ state: 'approved', plan, records, notice: foreign });
      const message = renderCampaignCard(aCard(campaign, { checks, owner: null }));
      expectAccepted(message);
      expect(textIn(message.blocks)).not.toContain('<!channel>');
    }
  });
});

describe('a list of campaigns', () => {
  const place = { list: 'all', text: '', before: null } as const;

  it('shows a page that Slack takes, with a button each and one for the next', () => {
    const page = Array.from({ length: CAMPAIGN_PAGE }, (_, index) =>
      aCampaign({ id: index + 1, plan: { name: ENDLESS } }),
    );
    const message = campaignListMessage(place, page, { ...place, before: CampaignId.parse(10) });
    expectAccepted(message);
    expect(actionsIn(message.blocks)).toEqual([...page.map(() => CAMPAIGN_ACTIONS.show), 'campaigns.list_next']);
  });

  it('says what to do where there is none', () => {
    expect(textIn(campaignListMessage({ ...place, list: 'mine' }, [], null).blocks)).toContain('/campaign new');
    expect(textIn(campaignListMessage({ ...place, text: HOSTILE }, [], null).blocks)).toContain('fewer words');
  });
});
