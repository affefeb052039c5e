import { describe, expect, it } from 'vitest';
import {
  chosenOffers,
  fitting,
  grouped,
  moved,
  offersOf,
  suggested,
} from '#sandbox/page/blocks/elements/menu-options.ts';
import { aConversation, aPerson, NAMES } from './a-surface.ts';

const option = (value: string, text: string): object => ({ text: { type: 'plain_text', text }, value });
const groups = {
  type: 'static_select',
  option_groups: [
    { label: { type: 'plain_text', text: 'Enterprise' }, options: [option('ana', 'Ana'), option('bo', 'Bo')] },
    { label: { type: 'plain_text', text: 'Small business' }, options: [option('cy', 'Cy')] },
  ],
};

describe('A menu offers', () => {
  it('its options under their groups, counted through', () => {
    const shown = grouped(offersOf(groups, NAMES));
    expect(shown.map(({ label }) => label)).toEqual(['Enterprise', 'Small business']);
    expect(shown.flatMap(({ offers }) => offers.map(({ index, offer }) => [index, offer.sends]))).toEqual([
      [0, 'ana'],
      [1, 'bo'],
      [2, 'cy'],
    ]);
  });

  it('people who are still there', () => {
    const people = [aPerson(), aPerson({ id: 'U0GONE', deleted: true })];
    expect(offersOf({ type: 'multi_users_select' }, { ...NAMES, people }).map(({ sends }) => sends)).toEqual(['U0ANA']);
  });

  const conversations = [
    aConversation({ id: 'C1', name: 'open' }),
    aConversation({ id: 'C2', name: 'closed', kind: 'private' }),
    aConversation({ id: 'D1', name: 'Signalbox', kind: 'im' }),
    aConversation({ id: 'C3', name: 'old', archived: true }),
  ];
  it.each([
    { element: { type: 'channels_select' }, labels: ['#open'] },
    { element: { type: 'conversations_select' }, labels: ['#open', '#closed', 'Signalbox'] },
    { element: { type: 'conversations_select', filter: { include: ['im'] } }, labels: ['Signalbox'] },
  ])('of conversations in a $element.type $labels', ({ element, labels }) => {
    expect(offersOf(element, { ...NAMES, conversations }).map(({ label }) => label)).toEqual(labels);
  });

  it('the app’s suggestions, which are sent back whole', () => {
    expect(suggested({ value: '1', label: 'Initech' }).sends).toEqual({
      text: { type: 'plain_text', text: 'Initech', emoji: true },
      value: '1',
    });
  });
});

describe('What is chosen', () => {
  it('is shown also where the menu no longer offers it', () => {
    const gone = option('zoe', 'Zoe');
    expect(chosenOffers(groups, [option('ana', 'Ana'), gone], NAMES)).toEqual([
      { value: 'ana', label: 'Ana', sends: 'ana' },
      { value: 'zoe', label: 'Zoe', sends: gone },
    ]);
    expect(chosenOffers({ type: 'users_select' }, 'U0ZOE', NAMES)).toEqual([
      { value: 'U0ZOE', label: 'U0ZOE', sends: 'U0ZOE' },
    ]);
  });
});

describe('What is typed', () => {
  it.each([
    ['', ['ana', 'bo', 'cy']],
    ['BO', ['bo']],
    ['enter a', ['ana']],
    ['business', ['cy']],
    ['nobody', []],
  ])('%j finds %j', (typed, values) => {
    expect(fitting(offersOf(groups, NAMES), typed).map(({ value }) => value)).toEqual(values);
  });
});

describe('The keyboard', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 2, 0],
    ['ArrowUp', 0, 2],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['x', 1, null],
  ])('goes with %s from %i to %s', (key, from, to) => {
    expect(moved(from, key, 3)).toBe(to);
  });

  it('goes nowhere in an empty list', () => {
    expect(moved(0, 'ArrowDown', 0)).toBeNull();
  });
});
