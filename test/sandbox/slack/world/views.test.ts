import { beforeEach, describe, expect, it } from 'vitest';
import { seedWorld } from '#sandbox/slack/world/seed.ts';
import { modalsOf, openView, publishHome, pushView, updateView } from '#sandbox/slack/world/views.ts';
import type { World } from '#sandbox/slack/world/world.ts';
import { card, modal } from '../blocks.ts';

let world: World;
const USER = 'U1';
const home = { type: 'home', blocks: card('Hello') };

beforeEach(() => {
  world = seedWorld({});
});

describe('a stack of modals', () => {
  it('holds three', () => {
    openView(world, USER, modal('1'));
    pushView(world, USER, modal('2'));
    const third = pushView(world, USER, modal('3'));
    const ids = modalsOf(world, USER).map(({ id }) => id);
    expect(third).toMatchObject({ view: { root_view_id: ids[0], previous_view_id: ids[1] } });
    expect(pushView(world, USER, modal('4'))).toEqual({ kind: 'refused', error: 'push_limit_reached', messages: [] });
    expect(modalsOf(world, USER)).toHaveLength(3);
  });

  it('begins anew with the next one that is opened', () => {
    openView(world, USER, modal('1'));
    pushView(world, USER, modal('2'));
    openView(world, USER, modal('3'));
    expect(modalsOf(world, USER).map(({ title }) => title?.['text'])).toEqual(['3']);
  });
});

describe('a view', () => {
  const long = 'x'.repeat(3_000);
  const section = { type: 'section', text: { type: 'mrkdwn', text: long } };

  it.each([
    {
      when: 'it is larger than 250 KB',
      view: modal('T', { blocks: Array.from({ length: 90 }, () => section as never) }),
      error: 'view_too_large',
      says: [],
    },
    {
      when: 'it has a hundred and one blocks',
      view: modal('T', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' as const })) }),
      error: 'invalid_arguments',
      says: ['no more than 100 items allowed [json-pointer:/view/blocks]'],
    },
    {
      when: 'its private_metadata is too long',
      view: modal('T', { private_metadata: 'x'.repeat(3_001) }),
      error: 'invalid_arguments',
      says: ['must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    },
    {
      when: 'its button says too much',
      view: modal('T', { submit: { type: 'plain_text', text: 'x'.repeat(25) } }),
      error: 'invalid_arguments',
      says: ['must be less than 25 characters [json-pointer:/view/submit/text]'],
    },
    {
      when: 'it shows a chart',
      view: { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'data_visualization' }] },
      error: 'invalid_arguments',
      says: ['unsupported type: data_visualization [json-pointer:/view/blocks/0/type]'],
    },
    {
      when: 'it is a Home tab',
      view: home,
      error: 'invalid_arguments',
      says: ['unsupported type [json-pointer:/view/type]'],
    },
  ])('is not opened when $when', ({ view, error, says }) => {
    const refused = openView(world, USER, view);
    expect(refused).toMatchObject({ kind: 'refused', error });
    expect(refused.kind === 'refused' ? refused.messages : []).toEqual(expect.arrayContaining(says));
    expect(modalsOf(world, USER)).toEqual([]);
  });

  it('may show an alert, which a Home tab may not', () => {
    const alert = { type: 'alert', text: { type: 'mrkdwn', text: 'Careful' }, level: 'warning' };
    expect(openView(world, USER, modal('T', { blocks: [alert as never] }))).toMatchObject({ kind: 'shown' });
    expect(publishHome(world, USER, { type: 'home', blocks: [alert] })).toMatchObject({ error: 'invalid_arguments' });
  });

  it('moves its hash with every change, and is changed only by who knows it', () => {
    const first = publishHome(world, USER, home);
    const hash = first.kind === 'shown' ? first.view.hash : '';
    expect(publishHome(world, USER, home, hash)).toMatchObject({ kind: 'shown' });
    expect(publishHome(world, USER, home, hash)).toMatchObject({ kind: 'refused', error: 'hash_conflict' });
  });

  it('has an external_id of its own', () => {
    openView(world, USER, modal('1', { external_id: 'same' }));
    expect(openView(world, 'U2', modal('2', { external_id: 'same' }))).toMatchObject({
      error: 'duplicate_external_id',
    });
    const [one] = modalsOf(world, USER);
    expect(one && updateView(world, one, modal('1', { external_id: 'same' }))).toMatchObject({ kind: 'shown' });
  });
});
