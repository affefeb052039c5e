// What the playbook says of reports: when a digest is due, where it goes, and which KPIs it is about.
import { z } from 'zod';
import { cronProblem } from './cron.ts';
import { unique } from './unique.ts';
import { Channel, choice, Email, Line, Zone } from './values.ts';

const Cron = z
  .string()
  .superRefine((written, context) => {
    const problem = cronProblem(written);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('Minute hour day month weekday: 0 9 * * MON');

const Report = z.strictObject({
  name: Line.describe('What it is called above the digest'),
  cron: Cron,
  timezone: Zone.optional().describe('Of the cron expression; left out: the organization’s'),
  channel: Channel,
  metrics: z
    .array(Line)
    .min(1, 'name at least one')
    .max(12, 'at most 12')
    .describe('Questions as of /kpi: mqls, or mql_to_sql last quarter by source. Without a period: the one before'),
  leaderboard: z
    .strictObject({
      kpi: Line.describe('A question as above'),
      by: choice(['owner', 'team', 'source', 'channel', 'campaign', 'country', 'segment'], 'dimension').default(
        'owner',
      ),
      top: z.int().min(3, 'at least 3').max(20, 'at most 20').default(5),
    })
    .optional(),
  people: z.array(Email).max(50, 'at most 50').default([]).describe('Who also gets it as a direct message'),
  when_not_ready: choice(['mark', 'skip'], 'choice')
    .default('mark')
    .describe('While the data is behind: send it with a mark, or leave it out and tell ops'),
});

export const Reports = z
  .array(Report)
  .max(50, 'at most 50')
  .superRefine(unique('report', 'name'), { when: () => true })
  .default([])
  .describe('Digests that are sent at set times');

export type ReportRule = Readonly<z.output<typeof Report>>;
