// What the playbook says of watches: which numbers are looked after, how eagerly, where it is told, and which days are known
// to be different.
import { z } from 'zod';
import { SPLITS } from './kpi-names.ts';
import { Channel, choice, Day, Email, Line, Span } from './values.ts';

export const SENSITIVITIES = ['quiet', 'normal', 'eager'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** `DE`, or `DE-BY` with its state. */
export const COUNTRY = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

const Threshold = z
  .strictObject({
    below: z.number().optional(),
    above: z.number().optional(),
    behind_target: z.number().gt(0).lt(1).optional().describe('0.2: a fifth under the pace that the target needs'),
  })
  .refine(
    (threshold) => Object.values(threshold).filter((value) => value !== undefined).length === 1,
    'name one of below, above and behind_target',
  );

const Watch = z.strictObject({
  metric: Line.describe('A KPI with a filter if wanted: mqls where source = Web'),
  by: choice(SPLITS, 'dimension').optional().describe('Each of its largest values is watched beside the whole'),
  channel: Channel,
  sensitivity: choice(SENSITIVITIES, 'sensitivity').default('normal'),
  when: Threshold.optional().describe('Tell when the number is there, instead of when it is unusual'),
  assignee: Email.optional().describe('Whose it is at first'),
  direction: choice(['both', 'down', 'up'], 'direction').default('both'),
});

const KnownEvent = z
  .strictObject({
    name: Line,
    from: Day,
    to: Day.optional().describe('Last day; left out: that day alone'),
    every_year: z.boolean().default(false),
    metrics: z.array(Line).default([]).describe('KPIs that it changes; empty: all'),
  })
  .refine(({ from, to }) => to === undefined || to >= from, { message: 'it ends before it begins', path: ['to'] });

export const Watches = z
  .array(Watch)
  .max(200, 'at most 200')
  .default([])
  .describe('Numbers that are looked after: told early, told why');

export const Watching = z
  .strictObject({
    countries: z
      .array(z.string().regex(COUNTRY, 'a country is written DE, or DE-BY with its state'))
      .max(20, 'at most 20')
      .default([])
      .describe('Whose public holidays are known; left out: that of the organization’s time zone'),
    events: z
      .array(KnownEvent)
      .max(500, 'at most 500')
      .default([])
      .describe('Days that are known to be different: launches, outages, price changes'),
    settle: Span.prefault('2h').describe('How long after its end a day is looked at'),
    budget: z
      .strictObject({
        messages: z.int().min(1, 'at least 1').default(5),
        within: Span.prefault('7d'),
      })
      .prefault({})
      .describe('Messages that a channel gets at most; the rest goes into one digest a day'),
    remind_after: Span.prefault('4h').describe('Somebody is reminded of an incident that nobody has acknowledged'),
    itself: z
      .boolean()
      .default(true)
      .describe('Signalbox’s own health is watched as well: reading, webhooks, claims, errors'),
  })
  .describe('How numbers are looked after');

export type WatchRule = Readonly<z.output<typeof Watch>>;
