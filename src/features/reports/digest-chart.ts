// The chart of a digest: that of its first question which has one, as Slack's own or, where it is too long for that, drawn.
import type { Block } from '#blockkit/blocks.ts';
import type { Draw } from '#ports/drawing.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { Answer } from '#features/metrics/answer.ts';
import { chartOfAnswer } from '#features/metrics/chart.ts';
import type { Digest } from './compose-digest.ts';

export interface ChartDeps {
  readonly draw: Draw;
  readonly messenger: Pick<Messenger, 'uploadImage'>;
}

/** Fewer steps say no more than the line above. */
const LEAST = 3;

export async function chartOf(deps: ChartDeps, { lines }: Digest): Promise<Block | null> {
  const answers = lines.flatMap(({ answering }): Answer[] => (answering.kind === 'answer' ? [answering.answer] : []));
  const first = answers.find(({ points }) => points.filter(({ value }) => value !== null).length >= LEAST);
  return first === undefined ? null : chartOfAnswer(deps, first);
}
