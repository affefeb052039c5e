// The message of an incident: what is unusual and by how much, what explains it, what happened nearby, how it looks, how fresh
// the data is, who has it, and what can be done. Pure.
import { context, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { bold, clip, escape, join, link, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { dayWords } from './day-words.ts';
import { incidentButtons } from './incident-actions.ts';
import type { IncidentData } from './incident-data.ts';
import {
  briefWords,
  causeWords,
  changeWords,
  chanceWords,
  headlineOf,
  numberWords,
  sliceWords,
} from './incident-words.ts';
import { freshnessLine, reachLines } from './freshness-words.ts';
import { messageAddress } from './message-address.ts';
import type { MessagePlace } from './message-address.ts';
import { isGoodNews, standingLines, topLine } from './standing-words.ts';

/** An image that was uploaded, why there is none, or null where there is nothing to draw. */
export type ShownChart = Block | { readonly refused: string } | null;

/** More numbers of one incident say no more. */
const MOST_NUMBERS = 7;
const MOST_NEARBY = 3;
const LINE_MAX = 300;

/** @param chart of its first number */
export function incidentMessage(data: IncidentData, chart: ShownChart = null): Message {
  const { incident } = data;
  const headline = headlineOf(data);
  return {
    text: clip(`${summaryWord(data)}: ${headline}`, 2900),
    blocks: [
      context([topLine(data)]),
      section(join([bold(headline, 600), ...factLines(data)])),
      ...detailBlocks(data),
      ...chartBlocks(chart),
      context([...standingLines(data), freshnessLine(data)].filter((line) => line !== '')),
      ...incidentButtons(incident, data.numbers[0]?.limit == null),
    ],
  };
}

/** What stands where the message was that is told anew. */
export function overtakenMessage(data: IncidentData, anew: MessagePlace): Message {
  const { id } = data.incident;
  const headline = headlineOf(data);
  const words = md`#${id} became worse and is told anew ${link(messageAddress(anew), 'below')}: ${escape(headline, 600)}`;
  return { text: clip(`#${id} became worse and is told anew below: ${headline}`, 2900), blocks: [context([words])] };
}

function summaryWord(data: IncidentData): string {
  const { kind, severity, state } = data.incident;
  if (state === 'recovered') return 'Recovered';
  if (kind === 'data') return 'Data fault';
  if (kind === 'own') return 'Signalbox';
  return isGoodNews(data) ? 'Good news' : `${severity[0]?.toUpperCase()}${severity.slice(1)}`;
}

/** Below the headline: by how much, how surprising, since when. */
function factLines(data: IncidentData): readonly Mrkdwn[] {
  const { incident, numbers, terms } = data;
  const [main] = numbers;
  if (incident.kind !== 'business') return reachLines(data);
  if (main === undefined) return [];
  const of = main.span ?? main.signal;
  const facts = [
    changeWords({ value: of.value, expected: of.expected }, main.term),
    main.limit === null ? chanceWords(main.signal.probability, main.series) : null,
    main.span === null && incident.since < main.signal.day ? `since ${dayWords(incident.since, terms.zone)}` : null,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? [] : [escape(facts.join('  ·  '), LINE_MAX)];
}

function detailBlocks(data: IncidentData): readonly Block[] {
  const { incident } = data;
  const parts = [
    titled('What explains it', causeLines(data)),
    titled(incident.kind === 'business' ? 'With it' : 'Also', furtherLines(data)),
    titled('Nearby, a hint and no proof', nearbyLines(data)),
  ];
  return parts.flatMap((part) => (part === null ? [] : [section(part)]));
}

function titled(title: string, lines: readonly Mrkdwn[]): Mrkdwn | null {
  const [only] = lines;
  if (only === undefined) return null;
  if (lines.length === 1) return md`${bold(`${title}:`)} ${only}`;
  return join([bold(title), ...lines.map((line) => md`•  ${line}`)]);
}

/** Slices, of which the first is by far the best account; the others are what else fits. */
function causeLines({ incident, numbers: [main] }: IncidentData): readonly Mrkdwn[] {
  if (incident.kind !== 'business' || main === undefined) return [];
  if (incident.everywhere) return [escape('no slice alone; everything changed alike')];
  const [best, ...others] = incident.causes;
  if (best === undefined) return [];
  // A number of one slice is no news where that slice is all there is to say.
  if (isWithin(main.slice, best.dims))
    return [bold(`all of ${sliceWords(main.slice)}; no part of it stands out`, LINE_MAX)];
  const { direction } = main.signal;
  return [
    bold(causeWords(best, direction), LINE_MAX),
    ...others.slice(0, 2).map((cause) => escape(`fits less well: ${causeWords(cause, direction)}`, LINE_MAX)),
  ];
}

/** Whether a slice says nothing beyond another. */
export function isWithin(slice: Readonly<Record<string, string>>, dims: Readonly<Record<string, string>>): boolean {
  return Object.entries(dims).every(([dimension, value]) => slice[dimension] === value);
}

function furtherLines({ incident, numbers, terms }: IncidentData): readonly Mrkdwn[] {
  if (incident.kind === 'data') return [];
  const [main, ...further] = numbers;
  const lines = further.slice(0, MOST_NUMBERS).map((told) => {
    // The day stands above already.
    const brief = told.signal.day === main?.signal.day && told.limit === null && told.span === null;
    const words = brief ? briefWords(told, terms) : numberWords(told, terms);
    const change = changeWords(told.span ?? told.signal, told.term);
    return escape(`${words}${change === null ? '' : `  ${change}`}`, LINE_MAX);
  });
  const hidden = further.length - lines.length;
  return hidden > 0 ? [...lines, escape(`and ${hidden} more`)] : lines;
}

/** The nearest; Explain has them all. */
function nearbyLines({ incident: { nearby, kind } }: IncidentData): readonly Mrkdwn[] {
  if (kind !== 'business') return [];
  return nearby.slice(0, MOST_NEARBY).map((line) => escape(line, LINE_MAX));
}

function chartBlocks(chart: ShownChart): readonly Block[] {
  if (chart === null) return [];
  if ('refused' in chart) return [context([escape(`The chart is missing: ${chart.refused}`, LINE_MAX)])];
  return [chart];
}
