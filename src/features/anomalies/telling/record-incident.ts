// What is written down when the message of an incident was posted, was edited, or could be neither.
import type { ChannelId } from '#kernel/ids.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { Cause } from '#features/messages/intents.ts';
import { tellTrouble } from '#features/messages/places.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { cardIntent } from '../intents.ts';
import type { Incident } from '../store.ts';
import type { IncidentData, LoadDeps } from './incident-data.ts';

export type TellingDeps<Tx extends WatchTx> = LoadDeps<Tx> &
  Pick<WatchDesk<Tx>, 'messenger' | 'draw' | 'log'> & { readonly pace: Pace };

export type Delivered<Tx> = Promise<IntentOutcome<Tx>>;
export type Posted = NonNullable<Incident['card']>;

/** What one run of the handler is about. */
export interface Job<Tx extends WatchTx> {
  readonly deps: TellingDeps<Tx>;
  readonly intent: HeldIntent;
  readonly data: IncidentData;
  readonly hash: string;
  /** The message that the new one takes the place of. */
  readonly old: Posted | null;
}

export async function recordPost<Tx extends WatchTx>(
  tx: Tx,
  job: Job<Tx>,
  { channel, ts, found }: { readonly channel: ChannelId; readonly ts: string; readonly found?: true },
  problems: readonly string[],
): Promise<void> {
  const { incident } = job.data;
  // What an earlier try posted may have been overtaken by now: then the next intent edits it.
  await tx.incidents.setCard(incident.id, { channel, ts, hash: found ? '' : job.hash });
  if (found) {
    const next = cardIntent(incident, false, job.intent.correlationId);
    await tx.outbox.put({ ...next, key: `${job.intent.key}:found` });
  }
  await tx.audit.append({ ...about(job), action: 'slack.card_posted', after: { channel, ts, problems } });
}

export async function recordEdit<Tx extends WatchTx>(
  tx: Tx,
  job: Job<Tx>,
  { channel, ts, hash }: Posted,
): Promise<void> {
  await tx.incidents.setCard(job.data.incident.id, { channel, ts, hash: job.hash });
  const [before, after] = [{ card: shortHash(hash) }, { channel, ts, card: shortHash(job.hash) }];
  await tx.audit.append({ ...about(job), action: 'slack.card_edited', before, after });
}

export async function recordNoPlace<Tx extends WatchTx>(
  tx: Tx,
  job: Job<Tx>,
  problems: readonly string[],
  what: string,
): Promise<void> {
  await recordUndeliverable(tx, job, problems);
  await tellTrouble(tx, job.data.incident.channelName, problems, what, causeOf(job));
}

export async function recordUndeliverable<Tx extends WatchTx>(
  tx: Tx,
  job: Job<Tx>,
  problems: readonly string[],
): Promise<void> {
  await tx.audit.append({ ...about(job), action: 'slack.card_undeliverable', after: { problems } });
}

function about<Tx extends WatchTx>(job: Job<Tx>) {
  const { incident } = job.data;
  return { ...causeOf(job), actor: { kind: 'system', part: 'outbox' }, subject: `incident:${incident.id}` } as const;
}

export function causeOf<Tx extends WatchTx>({ deps, intent }: Pick<Job<Tx>, 'deps' | 'intent'>): Cause {
  return { at: deps.clock.now(), correlationId: intent.correlationId };
}

/** Enough to tell one version of a card from another. */
function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
