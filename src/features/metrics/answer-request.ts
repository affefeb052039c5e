// A question of a program: what it asks for, and the answer as JSON or CSV. Speaks of no HTTP but its words.
import { Fault } from '#kernel/errors.ts';
import { answerJson } from './answer-json.ts';
import { askText } from './ask-text.ts';
import type { AskTextDeps } from './ask-text.ts';
import { figureLines } from './csv-files.ts';
import { OPERATOR } from './restrict.ts';

export interface KpiRequest {
  /** `q`: the question; `format`: `json` or `csv`. */
  readonly query: URLSearchParams;
  /** The header of that name. */
  readonly accept: string;
}

export interface KpiResponse {
  readonly status: 200 | 400 | 503;
  readonly type: string;
  readonly body: string;
}

/** Whoever holds the token sees everything. */
export async function answerRequest(deps: AskTextDeps, { query, accept }: KpiRequest): Promise<KpiResponse> {
  const text = query.get('q')?.trim() ?? '';
  const format = query.get('format') ?? (/\btext\/csv\b/iu.test(accept) ? 'csv' : 'json');
  if (text === '') return refused('missing_question', 'ask with ?q=, for example ?q=mqls+last+month+by+source');
  if (format !== 'json' && format !== 'csv') return refused('unknown_format', 'format is json or csv');
  try {
    const { answering } = await askText(deps, text, OPERATOR, 'typed');
    if (answering.kind === 'refused') return refused('refused', answering.because, answering.suggestions);
    if (format === 'json') return json(200, answerJson(answering.answer));
    return { status: 200, type: 'text/csv; charset=utf-8', body: `${figureLines(answering.answer).join('\r\n')}\r\n` };
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'internal') throw error;
    if (error.code === 'invalid_input') return refused('refused', error.message);
    return json(503, { error: error.code, because: error.message });
  }
}

function refused(error: string, because: string, suggestions: readonly string[] = []): KpiResponse {
  return json(400, { error, because, suggestions });
}

function json(status: KpiResponse['status'], value: unknown): KpiResponse {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}
