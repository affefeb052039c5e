// The back-test of a watch that is not saved yet: the past year by the same methods, drawn and put into words.
import { clip } from '#blockkit/mrkdwn.ts';
import { uploadedImage } from '#blockkit/charts.ts';
import type { Block } from '#blockkit/blocks.ts';
import { Fault } from '#kernel/errors.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { Refusal } from '#features/metrics/answer.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { backTest } from '../judging/back-test.ts';
import type { BackTest } from '../judging/back-test.ts';
import { calendarDay, dayAfter } from '../judging/calendar-day.ts';
import { drawingOfSeries } from '../judging/series-drawing.ts';
import type { Threshold } from '../store.ts';
import { watchTitle } from './watched-text.ts';
import { daysText } from './watch-text.ts';
import type { Trial, TrialState } from './trial-view.ts';

const YEAR = 365;

/** The smallest change that a watch of this question can see; null: that cannot be said. Throws what the stores throw. */
export async function whatShows<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  by: SlackUserId,
  question: string,
): Promise<string | null> {
  const watch = { question, by: null, channel: by, direction: 'both', threshold: null, assignee: null } as const;
  const test = await backTest(desk, { ...watch, sensitivity: 'normal', createdBy: by }, lastYear(desk));
  return 'kind' in test ? null : showsText(test, question);
}

export function showsText({ smallest, plan }: Pick<BackTest, 'smallest' | 'plan'>, question: string): string | null {
  if (smallest === null) return null;
  const title = clip(watchTitle({ question, by: null }, plan.metric), 120);
  return `${title}: ${smallest.inWords} is found four times of five, at normal. Less than that is hidden by what days differ anyway.`;
}

/** @throws what the stores throw, and Fault `internal` when it cannot be drawn. */
export async function tryWatch<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  by: SlackUserId,
  state: TrialState,
): Promise<Trial | Refusal> {
  const { wanted } = state;
  const { organization } = desk.playbook().playbook;
  const test = await backTest(desk, { ...wanted, createdBy: by }, lastYear(desk));
  if ('kind' in test) return test;
  const [chart, trouble] = await Promise.all([
    drawTrial(desk, test, wanted.threshold, organization.currency),
    troubleOf(desk, wanted.channel),
  ]);
  return { state, test, currency: organization.currency, chart, days: YEAR, trouble };
}

/** Up to yesterday in the organization's zone. */
function lastYear<Tx extends WatchTx>({
  playbook,
  clock,
}: WatchDesk<Tx>): { readonly from: string; readonly to: string } {
  const { timezone } = playbook().playbook.organization;
  const to = dayAfter(calendarDay(clock.now(), timezone), -1);
  return { from: dayAfter(to, 1 - YEAR), to };
}

/** Null: there is nothing to draw, or Slack takes no image: what it shows stands in words as well. */
async function drawTrial<Tx extends WatchTx>(
  { draw, messenger, log }: WatchDesk<Tx>,
  { plan, series }: BackTest,
  threshold: Threshold | null,
  currency: string,
): Promise<Block | null> {
  const whole = series.find(({ series: name }) => name === '') ?? series[0];
  if (whole === undefined || whole.looks.length < 2) return null;
  const { png } = await draw(
    drawingOfSeries({
      plan,
      series: whole.series,
      looks: whole.looks,
      currency,
      subtitle: 'the last 365 days, with what it would have told',
      days: whole.looks.length,
      ...(threshold === null || threshold.kind === 'behind_target' ? {} : { limit: threshold.value }),
    }),
  );
  try {
    const { id, label } = plan.metric;
    return uploadedImage(
      await messenger.uploadImage({ name: `${id}.png`, title: label, bytes: png }),
      describe(label, whole.alarms),
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.warn('a back-test is shown without its chart', { because: error.message });
    return null;
  }
}

function describe(label: string, alarms: BackTest['series'][number]['alarms']): string {
  const days = alarms.map(({ from, to }) => daysText(from, to));
  return `${label}, the last 365 days: ${days.length === 0 ? 'nothing flagged' : `flagged ${days.join(', ')}`}`;
}

async function troubleOf<Tx extends WatchTx>({ messenger }: WatchDesk<Tx>, channel: string): Promise<string | null> {
  if (SlackUserId.safeParse(channel).success) return null;
  const trouble = (await messenger.channelTroubles([channel])).get(channel) ?? null;
  if (trouble === null) return null;
  return 'I cannot write in this channel: invite me to it, or what I find goes to the ops channel.';
}
