// Outbox handler `incident.card`: the message of an incident is posted once, edited from then on, and posted anew where the
// incident became worse.
import { createHash } from 'node:crypto';
import { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { explained } from '#features/leads/deliver-card.ts';
import { atFirstPlace, endTrouble, placeNamed, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import { turnToEdit, turnToPost } from '#features/messages/turns.ts';
import type { WatchTx } from '../desk.ts';
import { CardPayload } from '../intents.ts';
import type { Incident } from '../store.ts';
import { drawingOfIncident, shownChart } from './incident-chart.ts';
import { loadIncident } from './incident-data.ts';
import type { MessagePlace } from './message-address.ts';
import { causeOf, recordEdit, recordNoPlace, recordPost, recordUndeliverable } from './record-incident.ts';
import type { Delivered, Job, Posted, TellingDeps } from './record-incident.ts';
import type { IncidentData } from './incident-data.ts';
import { incidentMessage, overtakenMessage } from './incident-view.ts';

export async function deliverIncident<Tx extends WatchTx>(deps: TellingDeps<Tx>, intent: HeldIntent): Delivered<Tx> {
  const { incident: id, again } = CardPayload.parse(intent.payload);
  const incident = await deps.stores.incidents.find(id);
  if (incident === null) return { kind: 'done' };
  const { card } = incident;
  if (card === null && !isToBeTold(incident, again)) return { kind: 'done' };
  const data = await loadIncident(deps, incident);
  const job = { deps, intent, data, hash: hashOf(data), old: null };
  if (card === null) return post(job);
  return again ? postAnew(job, card) : edit(job, card);
}

/** What the digest tells has no message of its own, and what is over before it was told needs none. */
function isToBeTold({ state, digested }: Incident, again: boolean): boolean {
  const goesOn = state === 'open' || state === 'acknowledged';
  return goesOn && (again || !digested);
}

/** Of what it says; that the data was read again meanwhile is no reason for an edit. */
function hashOf(data: IncidentData): string {
  const message = incidentMessage({ ...data, systems: [] });
  return createHash('sha256')
    .update(JSON.stringify([message, drawingOfIncident(data)]))
    .digest('hex');
}

/** An edit rings no bell: so it is a message of its own, and the old one points to it. */
async function postAnew<Tx extends WatchTx>(job: Job<Tx>, old: Posted): Delivered<Tx> {
  const { deps, intent } = job;
  const later = await turnToEdit(deps.pace, old.channel, intent);
  return later ?? post({ ...job, old }, intent.key);
}

async function edit<Tx extends WatchTx>(job: Job<Tx>, posted: Posted): Delivered<Tx> {
  const { deps, intent, data, hash } = job;
  if (posted.hash === hash) return { kind: 'done' };
  const later = await turnToEdit(deps.pace, posted.channel, intent);
  if (later !== null) return later;
  const outcome = await deps.messenger.edit(posted.channel, posted.ts, await placed(job, posted));
  switch (outcome.kind) {
    case 'edited':
      return { kind: 'done', commit: (tx) => recordEdit(tx, job, posted) };
    // It comes back as long as there is something to do about it.
    case 'message_gone':
      return isToBeTold(data.incident, true) ? post(job, `${keyOf(data.incident)}:${posted.ts}`) : { kind: 'done' };
    case 'undeliverable': {
      const problems = [wordsOf(outcome.because)];
      return { kind: 'done', commit: (tx) => recordNoPlace(tx, job, problems, 'cannot be kept up to date') };
    }
  }
}

/** It says why it stands where it stands, as long as that is not where the watch wants it. */
async function placed<Tx extends WatchTx>(job: Job<Tx>, posted: Posted): Promise<Message> {
  const { deps, data } = job;
  const message = await rendered(job);
  const { channelName } = data.incident;
  if (SlackUserId.safeParse(channelName).success) return message;
  const atHome = (await placeNamed(deps, channelName))?.channel === posted.channel;
  return atHome ? message : explained(message, `${channelName} could not take it`);
}

async function rendered<Tx extends WatchTx>({ deps, data }: Job<Tx>): Promise<Message> {
  return incidentMessage(data, await shownChart(deps, data));
}

function keyOf({ id }: Incident): string {
  return `incident:${id}`;
}

/** @param key by which it is found again; left out: the first message */
async function post<Tx extends WatchTx>(job: Job<Tx>, key = keyOf(job.data.incident)): Delivered<Tx> {
  const { deps, data } = job;
  const { channelName } = data.incident;
  const person = SlackUserId.safeParse(channelName).data;
  if (person !== undefined) return postDirectly(job, person, key);
  const { ops, fallback } = deps.playbook().playbook.channels;
  const placed = await atFirstPlace<Tx>(deps, [channelName, ops, fallback], (place, problems) =>
    postAt(job, { place, problems, key }),
  );
  if (placed.kind !== 'nowhere') return placed;
  const because = `no channel can take the message: ${placed.problems.join('; ')}`;
  return { kind: 'dead', because, commit: (tx) => recordNoPlace(tx, job, placed.problems, 'cannot be posted at all') };
}

interface Try {
  readonly place: Place;
  /** Of the channels before. */
  readonly problems: readonly string[];
  readonly key: string;
}

async function postAt<Tx extends WatchTx>(job: Job<Tx>, { place, problems, key }: Try) {
  const { deps, intent, data } = job;
  const later = await turnToPost(deps.pace, place.channel, intent);
  if (later !== null) return later;
  const message = await rendered(job);
  const shown = problems.length === 0 ? message : explained(message, problems.join('; '));
  const outcome = await deps.messenger.post({ channel: place.channel, message: shown, ...repeatOf(job, key) });
  if (outcome.kind !== 'posted') return outcome;
  await pointTo(job, outcome);
  const commit = async (tx: Tx): Promise<void> => {
    await recordPost(tx, job, outcome, problems);
    if (problems.length === 0) return endTrouble(tx, place);
    await tellTrouble(tx, data.incident.channelName, problems, 'go to another channel', causeOf(job));
  };
  return { kind: 'done', commit } as const;
}

async function postDirectly<Tx extends WatchTx>(job: Job<Tx>, person: SlackUserId, key: string): Delivered<Tx> {
  const outcome = await job.deps.messenger.direct(person, { message: await rendered(job), ...repeatOf(job, key) });
  if (outcome.kind === 'posted') {
    await pointTo(job, outcome);
    return { kind: 'done', commit: (tx) => recordPost(tx, job, outcome, []) };
  }
  const problems = [wordsOf(outcome.because)];
  return { kind: 'done', commit: (tx) => recordUndeliverable(tx, job, problems) };
}

/** Whatever becomes of the old message, the new one is what counts. */
async function pointTo<Tx extends WatchTx>({ deps, data, old }: Job<Tx>, posted: MessagePlace): Promise<void> {
  if (old !== null) await deps.messenger.edit(old.channel, old.ts, overtakenMessage(data, posted));
}

/** An intent before this one may have posted the first message and died before it could say where. */
function repeatOf<Tx extends WatchTx>({ intent, data: { incident } }: Job<Tx>, key: string) {
  const first = key === keyOf(incident);
  return { key, repeat: first || intent.attempt > 1, since: first ? incident.openedAt : intent.createdAt };
}
