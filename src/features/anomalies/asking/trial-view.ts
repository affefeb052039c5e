// What a watch would have told in the past year, before it is saved: a chart with the flagged days, each alarm in words
// beside what is known of its days, and what to expect of it from now on. Pure.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, header, modal, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { figureText } from '#features/metrics/figure-text.ts';
import type { Unit } from '#features/metrics/metric.ts';
import { SENSITIVITIES } from '#features/playbook/watches.ts';
import type { BackTest, BackTestAlarm } from '../judging/back-test.ts';
import { daysBetween } from '../judging/calendar-day.ts';
import { ALERT_MODALS, AlertDraft, AlertState } from './alert-form.ts';
import { THE_DAY } from '../series/plan-series.ts';
import type { NewWatch } from './ask-watch.ts';
import { daysText, placeWords, whenText } from './watch-text.ts';
import { watchTitle } from './watched-text.ts';

export const TRIAL_ACTIONS = { change: 'watches.change' } as const;

const Threshold = z.union([
  z.object({ kind: z.enum(['below', 'above']), value: z.number() }),
  z.object({ kind: z.literal('behind_target'), share: z.number() }),
]);
const Wanted = z.object({
  question: z.string(),
  by: z.string().nullable(),
  channel: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  direction: z.enum(['both', 'down', 'up']),
  threshold: Threshold.nullable(),
  assignee: z.string().nullable(),
}) satisfies z.ZodType<NewWatch>;
/** What the second step goes on with, and what it goes back to. */
export const TrialState = z.object({ wanted: Wanted, draft: AlertDraft, state: AlertState });
export type TrialState = z.infer<typeof TrialState>;

export interface Trial {
  readonly state: TrialState;
  readonly test: BackTest;
  readonly currency: string;
  /** Null: there is nothing to draw, or Slack takes no image. */
  readonly chart: Block | null;
  readonly days: number;
  /** What keeps it from being told there; null: nothing. */
  readonly trouble: string | null;
}

const LISTED = 12;
/** What is known of the days says something of a spell that is as short as this. */
const SHORT_DAYS = 14;
/** More false alarms than that are a nuisance. */
const MANY_A_YEAR = 8;

export function trialView(trial: Trial): ModalView {
  const { state, test, chart, days, trouble } = trial;
  const { wanted } = state;
  const { metric } = test.plan;
  return modal({
    title: 'Alert me',
    submit: 'Save',
    close: 'Cancel',
    callbackId: ALERT_MODALS.confirm,
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(
        join([
          bold(watchTitle(wanted, metric), 400),
          md`Told in ${placeWords(wanted.channel)} ${escape(whenText(wanted, metric, trial.currency))}`,
        ]),
      ),
      ...(trouble === null ? [] : [section(md`:warning: ${escape(trouble, 600)}`)]),
      header(alarmsText(alarmsOf(test).length, days)),
      ...(chart === null ? [] : [chart]),
      ...alarmBlocks(trial),
      ...expectations(trial).map((line) => context([line])),
      actions([button({ action: TRIAL_ACTIONS.change, text: 'Change something' })]),
    ],
  });
}

interface Listed {
  readonly series: string;
  readonly alarm: BackTestAlarm;
}

function alarmsOf({ series }: BackTest): readonly Listed[] {
  return series
    .flatMap(({ series: name, alarms }) => alarms.map((alarm) => ({ series: name, alarm })))
    .toSorted((one, other) => (one.alarm.day < other.alarm.day ? -1 : 1));
}

function alarmsText(count: number, days: number): string {
  if (count === 0) return `In the last ${days} days it would have raised no alarm`;
  return `In the last ${days} days it would have raised ${count === 1 ? '1 alarm' : `${count} alarms`}`;
}

function alarmBlocks({ test, currency }: Trial): readonly Block[] {
  const all = alarmsOf(test);
  if (all.length === 0) return [];
  const lines = all.slice(-LISTED).map((listed) => alarmLine(listed, test, currency));
  const hidden = all.length - lines.length;
  return [section(join(lines)), ...(hidden > 0 ? [context([escape(`and ${hidden} before these`)])] : [])];
}

/** `24 Dec to 2 Jan (Christmas): fell to 12, 40 expected`. */
function alarmLine({ series, alarm }: Listed, { plan, series: parts }: BackTest, currency: string): Mrkdwn {
  const shown = (value: number): string => figureText(value, finer(plan.metric.unit, value), currency);
  const isShort = daysBetween(alarm.from, alarm.to) <= SHORT_DAYS;
  const known = alarm.known === null || !isShort ? '' : ` (${alarm.known})`;
  const begun = isShort ? '' : `, building up since ${daysText(alarm.from, alarm.from)}`;
  const whose = series === '' ? (parts.length > 1 ? 'the whole ' : '') : `${series} `;
  const verb = alarm.because === 'threshold' ? 'was' : alarm.direction === 'up' ? 'rose to' : 'fell to';
  const value = alarm.value === null ? 'no value' : shown(alarm.value);
  const against = alarm.expected === null ? '' : `, ${shown(alarm.expected)} expected`;
  return md`• *${escape(daysText(isShort ? alarm.from : alarm.day, alarm.to))}*${escape(known, 120)}: ${escape(`${whose}${verb} ${value}${against}${begun}`, 200)}`;
}

/** Of a few cases a day the tenths are what tells. */
function finer(unit: Unit, value: number): Unit {
  return unit === 'count' && Math.abs(value) < 10 ? 'points' : unit;
}

function expectations({ test, state, days }: Trial): readonly Mrkdwn[] {
  const { stated, smallest, series, events, alarmsAYear } = test;
  const { wanted } = state;
  const numbers = series.length === 1 ? '' : `, and ${series.length} numbers are watched here`;
  const whole = series.length === 1 ? [] : ['The chart shows the whole; the list has what is split off as well.'];
  const often =
    wanted.threshold === null && wanted.sensitivity !== 'quiet' && alarmsAYear > MANY_A_YEAR
      ? ' That is a lot for this number: try a quieter one.'
      : '';
  const eager =
    stated === null
      ? [escape('A limit is told once when it is crossed, and again only after the number came back.')]
      : [escape(`To expect where nothing happens: ${stated.inWords}${numbers}.${often}`, 900)];
  const known = events.slice(-6).map(({ name, from, to }) => `${name} ${daysText(from, to)}`);
  return [
    ...whole.map((line) => escape(line)),
    ...eager,
    ...(smallest === null
      ? []
      : [
          escape(
            `What it finds four times of five: ${smallest.inWords}. Less is hidden by what days differ anyway.`,
            900,
          ),
        ]),
    ...(known.length === 0 ? [] : [escape(`Known days in these ${days}: ${known.join(', ')}`, 900)]),
    ...ofPeriod(test, wanted),
    escape(
      `Each day is looked at once it is over and read.${wanted.threshold === null ? ' Public holidays and known days raise no alarm.' : ''}`,
    ),
  ];
}

/** People need their time to convert, so that no single day has a conversion. */
function ofPeriod({ plan }: BackTest, { threshold }: NewWatch): readonly Mrkdwn[] {
  const dayless = threshold !== null && plan.series === 'cohort' && plan.question.period.words === THE_DAY;
  return dayless ? [escape('What is compared is the newest month whose people have all had their time.')] : [];
}
