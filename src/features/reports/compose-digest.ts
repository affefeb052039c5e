// Answers the questions of a report, and looks for what explains those changes that are more than chance.
import { HOUR_MS } from '#kernel/time.ts';
import type { Answer, Answering, Group } from '#features/metrics/answer.ts';
import type { Dimension } from '#features/metrics/metric.ts';
import type { Question } from '#features/metrics/question.ts';
import { isNotable, moversOf } from './movers.ts';
import type { Mover } from './movers.ts';
import { rhythmOf } from './report.ts';
import type { Report } from './report.ts';

/** How questions are understood and answered; without anybody's own rights, because many will read it. */
export interface Asking {
  /** @param period words for the period of a question that names none */
  understand(
    text: string,
    period: string,
  ): Promise<{ readonly kind: 'question'; readonly question: Question } | Exclude<Answering, { kind: 'answer' }>>;
  ask(question: Question): Promise<Answering>;
}

export interface Explanation {
  readonly by: Dimension;
  readonly movers: readonly Mover[];
}

export interface DigestLine {
  /** As the report asks it. */
  readonly text: string;
  readonly answering: Answering;
  readonly explanation: Explanation | null;
}

export interface Digest {
  readonly name: string;
  readonly at: Date;
  readonly lines: readonly DigestLine[];
  readonly leaderboard: { readonly answer: Answer; readonly rows: readonly Group[] } | null;
  /** What of the data is behind, a sentence each; empty: it is whole. */
  readonly notReady: readonly string[];
}

/** Where an explanation is looked for, the best place first. */
const EXPLAINING: readonly Dimension[] = ['source', 'channel', 'segment', 'country', 'campaign'];
/** More dimensions would find something by chance alone. */
const LOOKED_AT = 3;

/** What of a report a digest is made of. */
export type Contents = Pick<Report, 'name' | 'cron' | 'zone' | 'questions' | 'leaderboard'>;

export async function composeDigest(asking: Asking, report: Contents, at: Date): Promise<Digest> {
  const period = rhythmOf(report, at);
  const lines = await Promise.all(report.questions.map((text) => lineFor(asking, text, period)));
  const leaderboard = await leaderboardOf(asking, report, period);
  return { name: report.name, at, lines, leaderboard, notReady: notReady(lines, at) };
}

async function lineFor(asking: Asking, text: string, period: string): Promise<DigestLine> {
  const understood = await asking.understand(text, period);
  if (understood.kind === 'refused') return { text, answering: understood, explanation: null };
  // A digest says how it was before, whether or not the report asks for it.
  const question: Question = { ...understood.question, compare: understood.question.compare ?? 'previous' };
  const answering = await asking.ask(question);
  const explanation = answering.kind === 'answer' ? await explain(asking, answering.answer) : null;
  return { text, answering, explanation };
}

/** The dimension in which a change comes from as few groups as possible; null for what chance explains. */
async function explain(asking: Asking, answer: Answer): Promise<Explanation | null> {
  if (!isNotable(answer)) return null;
  const { question, metric } = answer;
  const own = question.by === null ? [] : [{ by: question.by, movers: moversOf(answer) }];
  const filtered = new Set(question.where.map(({ dimension }) => dimension));
  const dimensions = EXPLAINING.filter(
    (by) => metric.dimensions.includes(by) && by !== question.by && !filtered.has(by),
  );
  const others = await Promise.all(
    dimensions.slice(0, LOOKED_AT).map(async (by): Promise<Explanation> => {
      const answering = await asking.ask({ ...question, by });
      return { by, movers: answering.kind === 'answer' ? moversOf(answering.answer) : [] };
    }),
  );
  const found = [...own, ...others].filter(({ movers }) => movers.length > 0);
  return found.toSorted((one, other) => firstShare(other) - firstShare(one))[0] ?? null;
}

/** A group that went further than the whole explains no more than one that went as far. */
function firstShare({ movers: [first] }: Explanation): number {
  return Math.min(1, first?.share ?? 0);
}

async function leaderboardOf(
  asking: Asking,
  { leaderboard }: Contents,
  period: string,
): Promise<Digest['leaderboard']> {
  if (leaderboard === null) return null;
  const understood = await asking.understand(leaderboard.kpi, period);
  if (understood.kind === 'refused') return null;
  const answering = await asking.ask({ ...understood.question, by: leaderboard.by });
  if (answering.kind === 'refused') return null;
  const { answer } = answering;
  const rows = answer.groups.filter(({ key, value }) => key !== null && value !== null);
  const down = answer.metric.upIsGood === false;
  const ordered = down ? rows.toSorted((one, other) => (one.value ?? 0) - (other.value ?? 0)) : rows;
  return { answer, rows: ordered.slice(0, leaderboard.top) };
}

/** Beyond that a digest of whole days is not about all of them. */
const BEHIND_MS = 2 * HOUR_MS;

function notReady(lines: readonly DigestLine[], at: Date): readonly string[] {
  const sentences = lines.flatMap(({ answering }) =>
    answering.kind === 'refused'
      ? []
      : answering.answer.freshness.flatMap(({ crm, freshAt, filled, trouble }) => {
          if (freshAt === null) return [`${crm} has been read to ${Math.floor(filled * 100)}% so far`];
          if (at.getTime() - freshAt.getTime() <= BEHIND_MS) return [];
          return [
            `${crm} was last read ${freshAt.toISOString().slice(0, 16).replace('T', ' ')} UTC${because(trouble)}`,
          ];
        }),
  );
  return [...new Set(sentences)];
}

function because(trouble: string | null): string {
  return trouble === null ? '' : ` (${trouble})`;
}
