// What the playbook says of campaigns: their types and channels, how they are named and tagged, what is checked before.
import { z } from 'zod';
import { Approver } from './approvers.ts';
import { checkNaming } from './campaign-names.ts';
import { unique } from './unique.ts';
import { Channel, choice, Line } from './values.ts';
import { asList, textIn, type Issues } from './written.ts';

const Word = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
  .max(40, 'at most 40 characters');

/** Words that differ. */
function words(noun: string) {
  return z
    .array(Word)
    .max(100, 'at most 100')
    .superRefine(unique(noun), { when: () => true });
}

/** Checked by the app itself. */
export const AUTOMATIC_CHECKS = [
  'links_answer',
  'utm_present',
  'owner_set',
  'dates_sane',
  'audience_within_cap',
  'no_clash',
  'suppression_list',
] as const;
export type AutomaticCheck = (typeof AUTOMATIC_CHECKS)[number];

const UTM_KEYS = ['source', 'medium', 'campaign', 'term', 'content'] as const;

export const Campaigns = z
  .strictObject({
    channel: Channel.optional().describe('Where campaigns are announced (channels.ops)'),
    types: words('type')
      .min(1, 'name at least one type')
      .default(['webinar', 'email', 'event', 'paid-social', 'content'])
      .describe('What kinds of campaigns there are'),
    channels: words('channel')
      .min(1, 'name at least one channel')
      .default(['email', 'linkedin', 'google', 'web', 'partner'])
      .describe('Where campaigns run'),
    naming: z
      .strictObject({
        pattern: z
          .string()
          .describe('Text with {yyyy} {mm} {q} of the start, {type}, {channel}, {topic} and parts of your own'),
        parts: z
          .record(Word, words('value').min(1, 'name what it may be'))
          .default({})
          .describe('Own parts and what they may be: region: [emea, na]'),
      })
      .superRefine(checkNaming, { when: () => true })
      .prefault({ pattern: '{yyyy}-{mm}-{type}-{topic}' })
      .describe('How campaigns are called'),
    utm: z
      .strictObject({
        required: z
          .array(choice(UTM_KEYS, 'UTM parameter'))
          .superRefine(unique('UTM parameter'), { when: () => true })
          .default(['source', 'medium', 'campaign'])
          .describe('What the content link must carry'),
        sources: words('source').default([]).describe('What utm_source may be; anything where empty'),
        mediums: words('medium')
          .default(['email', 'cpc', 'social', 'organic', 'referral', 'event'])
          .describe('What utm_medium may be; anything where empty'),
        campaign_is_name: z.boolean().default(true).describe('utm_campaign is the campaign’s name'),
      })
      .prefault({})
      .describe('Tags of the content link'),
    audience_cap: z.int().min(1, 'at least 1').default(50_000).describe('More people than this are too many'),
    checklist: z
      .array(
        z.union([
          choice(AUTOMATIC_CHECKS, 'check'),
          z.strictObject({
            id: Word,
            ask: Line.describe('A person ticks this off'),
            by: z
              .array(Approver)
              .min(1, 'name somebody')
              .max(50, 'at most 50')
              .optional()
              .describe('Who may; left out: those who run the campaign'),
          }),
        ]),
      )
      .max(50, 'at most 50 items')
      .superRefine(refuseRepeats, { when: () => true })
      .default([...AUTOMATIC_CHECKS])
      .describe('What is looked at before a launch'),
  })
  .describe('Campaigns: names, tags and what is checked before a launch');

/** An item of one's own may not be called like a check that the app makes. */
function refuseRepeats(items: unknown, issues: Issues): void {
  const seen = new Set<string>();
  for (const [index, item] of asList(items).entries()) {
    const own = textIn(item, 'id');
    const id = typeof item === 'string' ? item : own;
    if (id === null) continue;
    if (seen.has(id)) {
      const path = own === null ? [index] : [index, 'id'];
      issues.addIssue({ code: 'custom', message: `there is an item "${id}" already`, path });
    }
    seen.add(id);
  }
}

export type CampaignRules = Readonly<z.output<typeof Campaigns>>;
