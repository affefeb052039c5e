// The chart of an answer: Slack's own where it fits, else an image that is drawn and uploaded, with its story in words.
import type { Block } from '#blockkit/blocks.ts';
import { uploadedImage } from '#blockkit/charts.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { Fault } from '#kernel/errors.ts';
import type { Draw } from '#ports/drawing.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { Answer, Point } from './answer.ts';
import { chartBlock, needsDrawing } from './chart-block.ts';
import { drawingOf } from './drawing.ts';
import { figureText } from './figure-text.ts';

export interface ChartDeps {
  readonly draw: Draw;
  readonly messenger: Pick<Messenger, 'uploadImage'>;
}

/** Null: there is nothing to draw. Where Slack takes no image the last steps are shown as its own chart. */
export async function chartOfAnswer({ draw, messenger }: ChartDeps, answer: Answer): Promise<Block | null> {
  if (!needsDrawing(answer)) return chartBlock(answer);
  const { metric } = answer;
  const { png } = await draw(drawingOf(answer));
  try {
    const id = await messenger.uploadImage({ name: `${metric.id}.png`, title: metric.label, bytes: png });
    return uploadedImage(id, altText(answer));
  } catch (error) {
    // The number is worth telling without its picture.
    if (!(error instanceof Fault)) throw error;
    return chartBlock(lastSteps(answer));
  }
}

function lastSteps(answer: Answer): Answer {
  const most = LIMITS.chart.points;
  return {
    ...answer,
    metric: { ...answer.metric, label: `${answer.metric.label}, the last ${most}` },
    points: answer.points.slice(-most),
    // It is compared step by step from the beginning on, which is cut off.
    pointsBefore: [],
    compared: null,
    groups: answer.groups.map((group) => ({ ...group, points: group.points.slice(-most) })),
  };
}

/** What somebody who does not see the image should know: from where to where it went, and its ends. */
function altText({ metric, question, points, currency }: Answer): string {
  const known = points.filter((point): point is Point & { value: number } => point.value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${metric.label}, ${question.period.words}: no values`;
  const ordered = known.toSorted((one, other) => one.value - other.value);
  const say = (point: (Point & { value: number }) | undefined): string =>
    point === undefined ? '' : `${figureText(point.value, metric.unit, currency)} (${point.label})`;
  const ends = `lowest ${say(ordered[0])}, highest ${say(ordered.at(-1))}`;
  return `${metric.label}, ${question.period.words}: from ${say(first)} to ${say(last)}, ${ends}`;
}
