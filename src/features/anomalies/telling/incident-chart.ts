// The chart of an incident: the last nine weeks of its first number with what was expected, drawn and uploaded.
import { uploadedImage } from '#blockkit/charts.ts';
import { Fault } from '#kernel/errors.ts';
import type { Draw, Drawing } from '#ports/drawing.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';
import { figureText } from '#features/metrics/figure-text.ts';
import { drawingOfSeries } from '../judging/series-drawing.ts';
import type { Evaluation } from '../store.ts';
import { shortDayWords } from './day-words.ts';
import type { IncidentData, Told } from './incident-data.ts';
import type { ShownChart } from './incident-view.ts';

export interface ChartDeps {
  readonly draw: Draw;
  readonly messenger: Pick<Messenger, 'uploadImage'>;
  readonly log: Log;
}

/** Fewer values say no more than the headline. */
const LEAST = 7;
const FLAGS_NAMED = 10;

/** Null: there is nothing to draw. Of data that is not whole there is no course to show. */
export function drawingOfIncident({ incident, numbers, looks, terms }: IncidentData): Drawing | null {
  const [main] = numbers;
  if (main === undefined || incident.kind === 'data') return null;
  if (looks.filter(({ value }) => value !== null).length < LEAST) return null;
  const { name, term, signal, limit } = main;
  return drawingOfSeries({
    plan: { metric: term },
    series: signal.series,
    looks,
    currency: terms.currency,
    title: name,
    ...(limit === null || limit.kind === 'behind_target' ? {} : { limit: limit.value }),
  });
}

/** The message is worth more than its picture: where Slack takes none, it says so. Throws what drawing throws. */
export async function shownChart({ draw, messenger, log }: ChartDeps, data: IncidentData): Promise<ShownChart> {
  const drawing = drawingOfIncident(data);
  const [main] = data.numbers;
  if (drawing === null || main === undefined) return null;
  const { png } = await draw(drawing);
  const name = `incident-${data.incident.id}.png`;
  try {
    const id = await messenger.uploadImage({ name, title: drawing.title, bytes: png });
    return uploadedImage(id, altText(data, main, drawing));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.warn('chart of an incident not uploaded', { incident: data.incident.id, code: error.code });
    return { refused: 'Slack has not taken the image.' };
  }
}

/** What somebody who does not see the image should know. */
function altText({ looks, terms }: IncidentData, { name, term, signal }: Told, { subtitle, labels }: Drawing): string {
  const drawn = looks.slice(-labels.length);
  const shown = (value: number | null): string => figureText(value, term.unit, terms.currency);
  const day = (look: Pick<Evaluation, 'day'>): string => shortDayWords(look.day, terms.zone);
  const ordered = drawn
    .filter(({ value }) => value !== null)
    .toSorted((one, other) => (one.value ?? 0) - (other.value ?? 0));
  const [lowest, highest] = [ordered[0], ordered.at(-1)];
  const ends = [
    ...(lowest === undefined ? [] : [`lowest ${shown(lowest.value)} (${day(lowest)})`]),
    ...(highest === undefined ? [] : [`highest ${shown(highest.value)} (${day(highest)})`]),
  ];
  const last = signal.expected === null ? '' : `, ${shown(signal.expected)} expected`;
  const flagged = drawn.filter((look) => look.flagged);
  const named = flagged.slice(-FLAGS_NAMED).map(day).join(', ');
  const unusual = flagged.length === 0 ? [] : [`unusual: ${named}${flagged.length > FLAGS_NAMED ? ' and before' : ''}`];
  return [`${name}, ${subtitle}: ${shown(signal.value)} on ${day(signal)}${last}`, ...ends, ...unusual].join('; ');
}
