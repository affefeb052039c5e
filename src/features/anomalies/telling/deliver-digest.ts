// Outbox handler `incident.digest`: what a channel's noise budget held back, in one message a day.
import { SlackUserId } from '#kernel/ids.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { explained } from '#features/leads/deliver-card.ts';
import { atFirstPlace, endTrouble, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import { postingOf } from '#features/messages/posting-of.ts';
import { turnToPost } from '#features/messages/turns.ts';
import type { Message } from '#ports/messenger.ts';
import type { WatchTx } from '../desk.ts';
import { DigestPayload } from '../intents.ts';
import { causeOf } from './record-incident.ts';
import type { Delivered, TellingDeps } from './record-incident.ts';
import { digestMessage } from './digest-view.ts';
import { loadIncidents } from './incident-data.ts';
import type { IncidentData } from './incident-data.ts';

interface Job<Tx extends WatchTx> {
  readonly deps: TellingDeps<Tx>;
  readonly intent: HeldIntent;
  readonly channelName: string;
  readonly incidents: readonly IncidentData[];
  readonly message: Message;
}

export async function deliverDigest<Tx extends WatchTx>(deps: TellingDeps<Tx>, intent: HeldIntent): Delivered<Tx> {
  const { channelName, day, incidents: ids } = DigestPayload.parse(intent.payload);
  const found = await Promise.all(ids.map((id) => deps.stores.incidents.find(id)));
  const incidents = await loadIncidents(
    deps,
    found.filter((incident) => incident !== null),
  );
  if (incidents.length === 0) return { kind: 'done' };
  const { timezone } = deps.playbook().playbook.organization;
  const job = { deps, intent, channelName, incidents, message: digestMessage(incidents, day, timezone) };
  const person = SlackUserId.safeParse(channelName).data;
  return person === undefined ? post(job) : postDirectly(job, person);
}

async function post<Tx extends WatchTx>(job: Job<Tx>): Delivered<Tx> {
  const { deps, channelName } = job;
  const { ops, fallback } = deps.playbook().playbook.channels;
  const placed = await atFirstPlace<Tx>(deps, [channelName, ops, fallback], (place, problems) =>
    postAt(job, place, problems),
  );
  if (placed.kind !== 'nowhere') return placed;
  const because = `no channel can take the digest: ${placed.problems.join('; ')}`;
  const commit = (tx: Tx): Promise<void> =>
    tellTrouble(tx, channelName, placed.problems, 'cannot be posted at all', causeOf(job));
  return { kind: 'dead', because, commit };
}

async function postAt<Tx extends WatchTx>(job: Job<Tx>, place: Place, problems: readonly string[]) {
  const { deps, intent, channelName, message } = job;
  const later = await turnToPost(deps.pace, place.channel, intent);
  if (later !== null) return later;
  const shown = problems.length === 0 ? message : explained(message, problems.join('; '));
  const outcome = await deps.messenger.post({ channel: place.channel, message: shown, ...postingOf(intent) });
  if (outcome.kind !== 'posted') return outcome;
  const commit = async (tx: Tx): Promise<void> => {
    await recordPost(tx, job, outcome, problems);
    if (problems.length === 0) return endTrouble(tx, place);
    await tellTrouble(tx, channelName, problems, 'go to another channel', causeOf(job));
  };
  return { kind: 'done', commit } as const;
}

async function postDirectly<Tx extends WatchTx>(job: Job<Tx>, person: SlackUserId): Promise<IntentOutcome<Tx>> {
  const { deps, intent, message } = job;
  const outcome = await deps.messenger.direct(person, { message, ...postingOf(intent) });
  if (outcome.kind === 'undeliverable') return { kind: 'dead', because: wordsOf(outcome.because) };
  return { kind: 'done', commit: (tx) => recordPost(tx, job, outcome, []) };
}

/** Each of them was told by this message. */
async function recordPost<Tx extends WatchTx>(
  tx: Tx,
  job: Job<Tx>,
  { channel, ts }: { readonly channel: ChannelId; readonly ts: string },
  problems: readonly string[],
): Promise<void> {
  const after = { channel, ts, list: job.intent.key, problems };
  for (const { incident } of job.incidents) {
    await tx.audit.append({
      ...causeOf(job),
      action: 'slack.card_posted',
      actor: { kind: 'system', part: 'outbox' },
      subject: `incident:${incident.id}`,
      after,
    });
  }
}
