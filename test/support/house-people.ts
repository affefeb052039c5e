// What people do in Slack in end-to-end tests, and what they are told. People go by name (`ana`), leads by theirs.
import { expect } from 'vitest';
import { STILL_AT_IT } from '#features/answering/commit-then-ack.ts';
import { SLOW } from '#features/answering/answer-in-time.ts';
import { COUNTING } from '#features/metrics/slack.ts';
import type { PrivateNote, WireView } from '#sandbox/slack/world/wire.ts';
import { cardNaming } from './house-cards.ts';
import type { SeenCard } from './house-cards.ts';
import { eventually } from './house.ts';
import type { House } from './house.ts';
import { textIn } from './slack-shape.ts';

/** Presses a button of the lead's card once that is there. Answers how it went and what the person was told. */
export async function press(house: House, person: string, lead: string, action: string): Promise<string> {
  const card = await eventually(() => {
    const found = cardNaming(house.slack, lead);
    expect(found.buttons).toContain(action);
    return found;
  });
  const before = toldTo(house, person).length;
  const outcome = await house.slack.workspace.as(person).click(card.channel, card.ts, action);
  expect(outcome.kind).toBe('acknowledged');
  return nextNote(house, person, before);
}

/** Id of the modal that somebody sees, once it says this. */
export function modalSaying(house: House, person: string, words: RegExp): Promise<string> {
  return eventually(() => {
    const view = house.slack.workspace.as(person).modal();
    expect(textIn(view?.blocks)).toMatch(words);
    return view?.id ?? '';
  });
}

/** Presses a button that opens a modal. */
export async function openModal(house: House, person: string, lead: string, action: string): Promise<WireView> {
  const card = await eventually(() => {
    const found = cardNaming(house.slack, lead);
    expect(found.buttons).toContain(action);
    return found;
  });
  const someone = house.slack.workspace.as(person);
  expect(await someone.click(card.channel, card.ts, action)).toMatchObject({ kind: 'acknowledged' });
  return eventually(() => {
    const view = someone.modal();
    if (!view) throw new Error(`${person} sees no modal`);
    return view;
  });
}

/** Types a slash command and returns what only this person reads in answer. */
export async function ask(house: House, person: string, line: string): Promise<PrivateNote> {
  const [command = '', ...words] = line.split(' ');
  const someone = house.slack.workspace.as(person);
  const before = someone.inbox().length;
  expect(await someone.command(command, words.join(' '), 'revops')).toMatchObject({ kind: 'acknowledged' });
  return eventually(() => {
    const note = someone.inbox().filter(isAnswer)[before];
    if (!note) throw new Error(`${person} was not answered`);
    return note;
  });
}

/** The words of an answer, blocks included. */
export function wordsOf(note: Pick<PrivateNote, 'text' | 'blocks'>): string {
  return textIn(note.blocks) || note.text;
}

/** What one person alone was told, oldest first. On a busy machine also that it takes a while, which is left out. */
export function toldTo(house: House, person: string): readonly string[] {
  return house.slack.workspace
    .as(person)
    .inbox()
    .filter(isAnswer)
    .map(({ text }) => text);
}

/** The lead's card once it meets the expectations. */
export function cardWhen(house: House, lead: string, expectations: (card: SeenCard) => void): Promise<SeenCard> {
  return eventually(() => {
    const card = cardNaming(house.slack, lead);
    expectations(card);
    return card;
  });
}

/** `<@U...>`, as Slack writes a person. */
export function mentionOf(house: House, person: string): string {
  return `<@${house.slack.workspace.as(person).user.id}>`;
}

function nextNote(house: House, person: string, before: number): Promise<string> {
  return eventually(() => {
    const note = toldTo(house, person)[before];
    if (note === undefined) throw new Error(`${person} was told nothing`);
    return note;
  });
}

/** On a busy machine people are told that it takes longer, and then the answer. */
function isAnswer({ text }: Pick<PrivateNote, 'text'>): boolean {
  return text !== SLOW && text !== STILL_AT_IT && text !== COUNTING.text;
}
