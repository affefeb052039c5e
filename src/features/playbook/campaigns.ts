// What the playbook says of campaigns: their types and channels, how they are named and tagged, what is checked before.
import { z } from 'zod';
import { Channel, Line } from './values.ts';

const Word = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

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

export const Campaigns = z
  .strictObject({
    channel: Channel.optional().describe('Where campaigns are announced (channels.ops)'),
    types: z.array(Word).min(1).default(['webinar', 'email', 'event', 'paid-social', 'content']),
    channels: z.array(Word).min(1).default(['email', 'linkedin', 'google', 'web', 'partner']),
    naming: z
      .strictObject({
        pattern: z
          .string()
          .describe('Text with {yyyy} {mm} {q} of the start, {type}, {channel}, {topic} and parts of your own'),
        parts: z
          .record(Word, z.array(Word).min(1))
          .default({})
          .describe('Own parts and what they may be: region: [emea, na]'),
      })
      .prefault({ pattern: '{yyyy}-{mm}-{type}-{topic}' }),
    utm: z
      .strictObject({
        required: z
          .array(z.enum(['source', 'medium', 'campaign', 'term', 'content']))
          .default(['source', 'medium', 'campaign']),
        sources: z.array(Word).default([]).describe('What utm_source may be; anything where empty'),
        mediums: z.array(Word).default(['email', 'cpc', 'social', 'organic', 'referral', 'event']),
        campaign_is_name: z.boolean().default(true).describe('utm_campaign is the campaign’s name'),
      })
      .prefault({}),
    audience_cap: z.int().positive().default(50_000),
    checklist: z
      .array(
        z.union([
          z.enum(AUTOMATIC_CHECKS),
          z.strictObject({ id: Word, ask: Line.describe('A person ticks this off') }),
        ]),
      )
      .default([...AUTOMATIC_CHECKS]),
  })
  .describe('Campaigns: names, tags and what is checked before a launch');

export type CampaignRules = Readonly<z.output<typeof Campaigns>>;
