// Outbox handlers `report.send` and `report.copy`: a report that is due is worked out, drawn and posted where it belongs,
// and then sent to those who get it as a direct message.
import { z } from 'zod';
import { elapsed, MINUTE_MS } from '#kernel/time.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Draw } from '#ports/drawing.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Message, Messenger } from '#ports/messenger.ts';
import type { HeldIntent, IntentHandler, IntentOutcome, OutboxWriter } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { AuditStore } from '#features/audit/store.ts';
import { opsIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import { atFirstPlace, endTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import { postingOf } from '#features/messages/posting-of.ts';
import { turnToPost } from '#features/messages/turns.ts';
import { personNamed } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { composeDigest } from './compose-digest.ts';
import type { Asking, Digest } from './compose-digest.ts';
import { chartOf } from './digest-chart.ts';
import { digestMessage } from './digest-view.ts';
import { CopyPayload, copyIntent, ReportPayload } from './intents.ts';
import { reportsOf } from './report.ts';
import type { Report } from './report.ts';
import type { ReportRun, ReportStore } from './store.ts';

export interface ReportTx {
  readonly reports: ReportStore;
  readonly channels: ChannelStore;
  readonly directory: DirectoryStore;
  readonly audit: AuditStore;
  readonly outbox: OutboxWriter;
}

export interface ReportDeps<Tx extends ReportTx> {
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly draw: Draw;
  readonly asking: Asking;
}

const Kept = z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })) });

export function reportIntentHandlers<Tx extends ReportTx>(
  deps: ReportDeps<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([
    ['report.send', (intent) => sendReport(deps, intent)],
    ['report.copy', (intent) => sendCopy(deps, intent)],
  ]);
}

/** After a time away what has happened meanwhile is read within minutes: for so long a report waits for it. */
const PATIENCE_MS = 15 * MINUTE_MS;
const AGAIN_MS = 10_000;

interface Job<Tx extends ReportTx> {
  readonly deps: ReportDeps<Tx>;
  readonly intent: HeldIntent;
  readonly run: ReportRun;
  readonly report: Report;
  readonly cause: Cause;
}

async function sendReport<Tx extends ReportTx>(deps: ReportDeps<Tx>, intent: HeldIntent): Promise<IntentOutcome<Tx>> {
  const run = await deps.stores.reports.run(ReportPayload.parse(intent.payload).run);
  if (run === null || run.state !== 'waiting') return { kind: 'done' };
  const { playbook } = deps.playbook();
  const report = reportsOf(playbook, await deps.stores.reports.follows()).find(({ key }) => key === run.report);
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  if (report === undefined) return ended(run, 'skipped', 'it is not asked for any more', cause);
  const digest = await composeDigest(deps.asking, report, run.dueAt);
  if (digest.notReady.length > 0 && elapsed(intent.createdAt, cause.at) < PATIENCE_MS) {
    return { kind: 'later', afterMs: AGAIN_MS, because: 'the data of this report is still being read' };
  }
  if (digest.notReady.length > 0 && report.whenNotReady === 'skip') {
    return ended(run, 'skipped', digest.notReady.join('; '), cause, report);
  }
  return post({ deps, intent, run, report, cause }, digest);
}

async function post<Tx extends ReportTx>(job: Job<Tx>, digest: Digest): Promise<IntentOutcome<Tx>> {
  const { deps, report, run, cause } = job;
  const { ops, fallback } = deps.playbook().playbook.channels;
  const message = digestMessage(digest, await chartOf(deps, digest));
  const person = SlackUserId.safeParse(report.channel).data;
  if (person !== undefined) return postTo(job, message, person);
  // What somebody follows for themselves is nothing for a channel of everybody.
  const names = report.followedBy === null ? [report.channel, ops, fallback] : [report.channel];
  const placed = await atFirstPlace<Tx>(deps, names, (place) => postAt(job, message, place));
  if (placed.kind !== 'nowhere') return placed;
  return ended(run, 'failed', placed.problems.join('; '), cause, report);
}

async function postAt<Tx extends ReportTx>(job: Job<Tx>, message: Message, place: Place) {
  const { deps, intent, run, report, cause } = job;
  const later = await turnToPost(deps.pace, place.channel, intent);
  if (later !== null) return later;
  const repeat = intent.attempt > 1;
  const key = `report:${run.id}`;
  const outcome = await deps.messenger.post({ channel: place.channel, message, key, repeat, since: intent.createdAt });
  if (outcome.kind !== 'posted') return outcome;
  const commit = async (tx: Tx): Promise<void> => {
    await recordSent(tx, job, message, outcome);
    for (const email of report.people) await tx.outbox.put(copyIntent(run.id, email, cause.correlationId));
    if (place.name === report.channel) await endTrouble(tx, place);
    else await tx.outbox.put(opsIntent(`report:${run.id}`, elsewhere(report, place), cause));
  };
  return { kind: 'done', commit } as const;
}

async function postTo<Tx extends ReportTx>(
  job: Job<Tx>,
  message: Message,
  person: SlackUserId,
): Promise<IntentOutcome<Tx>> {
  const { deps, intent, run, report, cause } = job;
  const posting = { message, ...postingOf(intent, `report:${run.id}`) };
  const outcome = await deps.messenger.direct(person, posting);
  if (outcome.kind === 'undeliverable') return ended(run, 'failed', wordsOf(outcome.because), cause, report);
  return { kind: 'done', commit: (tx) => recordSent(tx, job, message, outcome) };
}

async function recordSent<Tx extends ReportTx>(
  tx: Tx,
  { run, cause }: Job<Tx>,
  message: Message,
  { channel, ts }: { readonly channel: ChannelId; readonly ts: string },
): Promise<void> {
  await tx.reports.end(run.id, { state: 'sent', content: contentOf(message), channel, ts, sentAt: cause.at });
  await tx.audit.append({ ...cause, ...about(run), action: 'report.sent', after: { channel, ts } });
}

function elsewhere({ name, channel }: Report, place: Place) {
  return { text: `The report “${name}” could not be posted in ${channel} and went to ${place.name}.`, hold: null };
}

async function sendCopy<Tx extends ReportTx>(deps: ReportDeps<Tx>, intent: HeldIntent): Promise<IntentOutcome<Tx>> {
  const { run: id, email } = CopyPayload.parse(intent.payload);
  const run = await deps.stores.reports.run(id);
  const kept = Kept.safeParse(run?.content).data;
  if (run === null || kept === undefined) return { kind: 'done' };
  const { directory } = deps.stores;
  const person = await personNamed({ directory, playbook: deps.playbook().playbook }, email);
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  if (person === null) return toNobody(run, `${email} is nobody in Slack`, cause);
  // As it was rendered and kept by ourselves.
  const message = kept as unknown as Message;
  const posting = { message, ...postingOf(intent) };
  const outcome = await deps.messenger.direct(person.id, posting);
  if (outcome.kind === 'undeliverable') return toNobody(run, `${person.name} takes no direct messages`, cause);
  return { kind: 'done' };
}

/** Ops are told, because somebody waits for it. */
function toNobody<Tx extends ReportTx>(run: ReportRun, because: string, cause: Cause): IntentOutcome<Tx> {
  const text = `A copy of ${nameOf(run.report)} could not be sent: ${because}.`;
  return {
    kind: 'done',
    commit: (tx) => tx.outbox.put(opsIntent(`${run.report}:${because}`, { text, hold: null }, cause)),
  };
}

function ended<Tx extends ReportTx>(
  run: ReportRun,
  state: 'skipped' | 'failed',
  note: string,
  cause: Cause,
  report: Report | null = null,
): IntentOutcome<Tx> {
  const commit = async (tx: Tx): Promise<void> => {
    await tx.reports.end(run.id, { state, note });
    await tx.audit.append({ ...cause, ...about(run), action: `report.${state}`, after: { because: note } });
    if (report === null) return;
    const text = `The report “${report.name}” for ${report.channel} was ${state === 'failed' ? 'not sent' : 'left out'}: ${note}.`;
    await tx.outbox.put(opsIntent(`report:${run.id}`, { text, hold: null }, cause));
  };
  return { kind: 'done', commit };
}

function about(run: ReportRun) {
  return { actor: { kind: 'system', part: 'reports' }, subject: run.report } as const;
}

/** `report:Weekly` -> `the report “Weekly”`. */
function nameOf(key: string): string {
  return key.startsWith('report:') ? `the report “${key.slice('report:'.length)}”` : 'a followed question';
}

function contentOf({ text, blocks }: Message): JsonObject {
  return JSON.parse(JSON.stringify({ text, blocks })) as JsonObject;
}
