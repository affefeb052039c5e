// The live transcript: who sees what in Slack, and what changes in the CRMs. Listens and writes; acts on nothing.
import type { Clock } from '#ports/clock.ts';
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { Change } from '../slack/world/changes.ts';
import type { PrivateNote, WireMessage } from '../slack/world/wire.ts';
import type { Cards } from './cards.ts';
import { hubspotLine, salesforceLine } from './crm-changes.ts';
import type { Ink, Paper } from './paper.ts';
import { namesIn, plainOf } from './plain-text.ts';
import { linesOf, rowsIn } from './render-blocks.ts';

export interface TranscriptDeps {
  readonly sandbox: {
    readonly slack: SlackSandbox;
    readonly hubspot: HubspotSandbox;
    readonly salesforce: SalesforceSandbox;
    readonly clock: Clock;
  };
  readonly cards: Cards;
  readonly paper: Paper;
}

/** Writes every change from now on; answers how to stop it. */
export function keepTranscript({ sandbox, cards, paper }: TranscriptDeps): () => void {
  const { slack, hubspot, salesforce, clock } = sandbox;
  const names = namesIn(slack.workspace);
  /** The lines of each message as they were last written. */
  const written = new Map<string, readonly string[]>();

  function entry(place: string, ink: Ink, text: string, textInk?: Ink): void {
    paper.entry(`${clock.now().toLocaleTimeString('en-GB')}  ${place}`, ink, text, textInk);
  }

  function content(message: Pick<WireMessage | PrivateNote, 'text' | 'blocks'>): readonly string[] {
    return message.blocks === undefined ? plainOf(message.text, names).split('\n') : linesOf(message.blocks, names);
  }

  function onSlack(change: Change): void {
    switch (change.kind) {
      case 'message_posted':
        return posted(change.message);
      case 'message_updated':
        return updated(change.message);
      case 'message_deleted':
        cards.forget(change.message);
        return entry(names.channel(change.message.channel), 'cyan', 'a message was deleted', 'dim');
      case 'note_shown':
      case 'note_replaced':
        return noted(change.note);
      case 'note_removed':
      case 'view_opened':
      case 'view_pushed':
      case 'view_updated':
      case 'view_closed':
      case 'home_published':
      case 'member_joined':
      case 'member_left':
      case 'conversation_read':
      case 'conversation_changed':
      case 'person_changed':
      case 'group_changed':
      case 'file_processed':
        // What a person opens is written by whoever opened it for them.
        return undefined;
    }
  }

  function posted(message: WireMessage): void {
    const place = names.channel(message.channel);
    const lines = content(message);
    written.set(keyOf(message), lines);
    const number = cards.number(message);
    if (number !== null) {
      entry(place, 'cyan', `${names.user(message.user)}, card ${number}${listWords(message, number)}`, 'bold');
      for (const line of lines) paper.line(line);
      return;
    }
    const [first = '', ...rest] = lines;
    entry(place, 'cyan', `${names.user(message.user)}${threadWords(message)}: ${first}`);
    for (const line of rest) paper.line(line);
  }

  function listWords({ blocks = [] }: WireMessage, number: number): string {
    const rows = rowsIn(blocks);
    return rows === 0 ? '' : `, a list: claim ${number}.${rows} as ana takes row ${rows}`;
  }

  function threadWords({ channel, thread_ts: thread }: WireMessage): string {
    if (thread === undefined) return '';
    const parent = slack.workspace.messages(channel).find(({ ts }) => ts === thread);
    const number = parent === undefined ? null : cards.number(parent);
    return number === null ? ', in a thread' : `, in the thread of card ${number}`;
  }

  function updated(message: WireMessage): void {
    const before = new Set(written.get(keyOf(message)));
    const lines = content(message);
    written.set(keyOf(message), lines);
    const number = cards.number(message);
    const fresh = lines.filter((line) => !before.has(line));
    if (fresh.length === 0) return;
    entry(
      names.channel(message.channel),
      'cyan',
      `${number === null ? 'a message' : `card ${number}`} changed`,
      'bold',
    );
    for (const line of fresh) paper.line(line);
  }

  function noted(note: PrivateNote): void {
    const [first = '', ...rest] = content(note);
    const from = note.from === 'slackbot' ? ' from Slackbot' : '';
    const ink = note.from === 'slackbot' ? 'red' : 'magenta';
    entry(names.channel(note.channel), ink, `only ${names.user(note.user)} sees${from}: ${first}`, ink);
    for (const line of rest) paper.line(line, ink);
  }

  const stops = [
    slack.workspace.onChange(onSlack),
    hubspot.onChange((change) => {
      const line = hubspotLine(change);
      if (line !== null) entry('HubSpot', 'yellow', line);
    }),
    salesforce.onChange((change) => {
      const line = salesforceLine(salesforce, change);
      if (line !== null) entry('Salesforce', 'blue', line);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function keyOf({ channel, ts }: WireMessage): string {
  return `${channel} ${ts}`;
}
