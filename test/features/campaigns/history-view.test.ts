import { expect, it } from 'vitest';
import { CAMPAIGN_HISTORY_ACTIONS, historyMessage } from '#features/campaigns/history-view.ts';
import { campaignSentence } from '#features/campaigns/story-words.ts';
import { velocityOf } from '#features/campaigns/velocity.ts';
import { AUDITED } from '#features/audit/actions.ts';
import { calendarOf } from '#features/people/calendar.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { aCampaign } from '../../support/campaign-builder.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, buttonValueIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';
import { aPlaybook } from '../playbook/builders.ts';

const calendar = calendarOf(aPlaybook(), null);

function aStory(texts: readonly string[], over: Parameters<typeof aCampaign>[0] = {}) {
  const campaign = aCampaign(over);
  const lines = texts.map((text, index) => ({ at: after(noon, index * MINUTE_MS), text }));
  return { campaign, lines, velocity: velocityOf(campaign, calendar), zone: 'Europe/Berlin' };
}

it('is told from its beginning, the newest page first', () => {
  const story = aStory(Array.from({ length: 60 }, (_, index) => `Event ${index + 1}.`));
  const { id } = story.campaign;
  const newest = historyMessage(story, { campaign: id, skip: 0 });
  expectAccepted(newest);
  const text = textIn(newest.blocks);
  expect(text.indexOf('Event 36.')).toBeGreaterThan(0);
  expect(text.indexOf('Event 60.')).toBeGreaterThan(text.indexOf('Event 36.'));
  expect(text).not.toContain('Event 35.');
  const place = JSON.parse(buttonValueIn(newest.blocks, CAMPAIGN_HISTORY_ACTIONS.earlier)) as { skip: number };
  expect(place).toEqual({ campaign: id, skip: 25 });
  const oldest = historyMessage(story, { campaign: id, skip: 50 });
  expect(textIn(oldest.blocks)).toContain('Event 10.');
  expect(textIn(oldest.blocks)).not.toContain('Event 11.');
  expect(actionsIn(oldest.blocks)).toEqual([]);
});

it.each([HOSTILE, ENDLESS])('takes whatever somebody wrote', (foreign) => {
  const story = aStory(
    Array.from({ length: 30 }, () => foreign),
    { plan: { name: foreign } },
  );
  const message = historyMessage(story, { campaign: story.campaign.id, skip: 0 });
  expectAccepted(message);
  expect(textIn(message.blocks)).not.toContain('<!channel>');
});

it('says how long it took, leg by leg', () => {
  const requestedAt = after(noon, HOUR_MS);
  const approvedAt = after(requestedAt, 2 * HOUR_MS);
  const launchedAt = after(approvedAt, 10 * MINUTE_MS);
  const story = aStory(['a'], { requestedAt, approvedAt, launchAskedAt: approvedAt, launchedAt });
  const text = textIn(historyMessage(story, { campaign: story.campaign.id, skip: 0 }).blocks);
  expect(text).toContain(
    'From request to launch 2 h, 2 h of it working time: brief 1 h, approval 2 h, build 0 s, launch 10 min',
  );
});

it('has a sentence for everything that happens to a campaign', () => {
  const actions = Object.keys(AUDITED).filter((action) => /^(?:crm\.)?campaign[._]/u.test(action));
  expect(actions.length).toBeGreaterThan(20);
  for (const action of actions) expect(campaignSentence({ action, after: null }, 'Mia')).toMatch(/^\S.{5,}/u);
  expect(campaignSentence({ action: 'slack.card_edited', after: null }, 'Mia')).toBeNull();
});
