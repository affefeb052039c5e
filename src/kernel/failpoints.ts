// Places where a test kills, fails or halts the process, so that what survives a crash at each step is tried out and not
// believed. Off unless armed; reaching one is then a call that does nothing.
import { Fault } from './errors.ts';

/** Every place, and what has just happened there. What stands in brackets is the detail that a strike may name. */
export const FAILPOINTS = {
  'webhook.stored': 'events of a webhook are committed, and the CRM has no answer yet',
  'poll.received': 'hints of one page are committed, and the cursor is not [CRM]',
  'history.read': 'pages of a CRM’s history are read, and nothing of them is kept [CRM]',
  'baseline.committing': 'a portion of records from before the connection is written, and not committed [CRM]',
  'history.kept': 'pages of a CRM’s history are kept, and the place behind them is not [CRM]',
  'job.taken': 'a background job is held, and its handler has not begun [job]',
  'inbox.leased': 'events are held, and nothing was read [CRM]',
  'inbox.read': 'the records are read, and none was absorbed [CRM]',
  'absorb.committing': 'all that follows from a record is written, and not committed',
  'absorb.committed': 'a record is absorbed, and its intents are ready',
  'outbox.leased': 'intents are held, and no handler has begun',
  'outbox.called': 'a handler has done its work outside, and nothing of it is written [kind of intent]',
  'outbox.committing': 'what a handler did is written, and not committed [kind of intent]',
  'outbox.settled': 'an intent is done and committed [kind of intent]',
  'crm.answered': 'a CRM has answered a call, and nobody has seen the answer [CRM.kind of call]',
  'slack.answered': 'Slack has answered a call, and nobody has seen the answer [method]',
  'click.committed': 'what a click did is committed, and Slack has no acknowledgement',
  'click.acknowledged': 'a click is acknowledged, and the person was told nothing',
} as const satisfies Readonly<Record<string, string>>;

export type Failpoint = keyof typeof FAILPOINTS;

export interface Strike {
  readonly point: Failpoint;
  /** Only there, for example one kind of intent; null: wherever. */
  readonly detail: string | null;
  /** `kill` ends the process at once, `throw` fails with Fault `unavailable`, `hang` never goes on. */
  readonly action: 'kill' | 'throw' | 'hang';
  /** Which time the place is reached, from 1. Earlier and later ones pass. */
  readonly at: number;
}

type Reach = (point: Failpoint, detail: string | undefined) => Promise<void> | undefined;

let reach: Reach | null = null;

/** Does nothing, unless a test has armed this place. */
export function failpoint(point: Failpoint, detail?: string): Promise<void> | undefined {
  return reach?.(point, detail);
}

/** Arms the whole process, in place of what was armed before; an empty list turns everything off. */
export function armFailpoints(strikes: readonly Strike[]): void {
  const times = new Map(strikes.map((strike) => [strike, 0]));
  reach = strikes.length === 0 ? null : (point, detail) => meet(times, point, detail);
}

/** What the environment arms; anything is refused unless it says that this is a test. Adds to `problems`. */
export function readFailpoints(
  { FAILPOINTS: text, NODE_ENV: mode }: Readonly<Record<string, string | undefined>>,
  problems: string[],
): readonly Strike[] {
  if (text === undefined || text.trim() === '') return [];
  if (mode === 'test') return readStrikes(text, problems);
  problems.push('FAILPOINTS makes the app fail on purpose, and works with NODE_ENV=test alone: remove it');
  return [];
}

/**
 * Reads `outbox.called:crm.create=kill@3, poll.received=throw`: the place, perhaps a detail, what happens, and at which
 * time (default the first). Unreadable parts are added to `problems`.
 */
export function readStrikes(text: string, problems: string[]): readonly Strike[] {
  return text.split(',').flatMap((part) => {
    const read = /^\s*(?<point>[a-z.]+)(?::(?<detail>\S+?))?=(?<action>kill|throw|hang)(?:@(?<at>[1-9]\d*))?\s*$/u.exec(
      part,
    );
    const { point = '', detail = null, action, at = '1' } = read?.groups ?? {};
    if (isFailpoint(point) && isAction(action)) return [{ point, detail, action, at: Number(at) }];
    problems.push(`FAILPOINTS: “${part.trim()}” is not a place with kill, throw or hang, such as outbox.called=kill@3`);
    return [];
  });
}

function meet(times: Map<Strike, number>, point: Failpoint, detail: string | undefined): Promise<void> | undefined {
  for (const [strike, before] of times) {
    if (strike.point !== point || (strike.detail !== null && strike.detail !== detail)) continue;
    times.set(strike, before + 1);
    if (before + 1 === strike.at) return suffer(strike);
  }
  return undefined;
}

function suffer({ point, action }: Strike): Promise<void> {
  if (action === 'throw') return Promise.reject(new Fault('unavailable', `The failpoint ${point} was reached.`));
  // No handler, no goodbye to anybody: as a machine that loses its power.
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

function isFailpoint(name: string): name is Failpoint {
  return Object.hasOwn(FAILPOINTS, name);
}

function isAction(name: string | undefined): name is Strike['action'] {
  return name === 'kill' || name === 'throw' || name === 'hang';
}
