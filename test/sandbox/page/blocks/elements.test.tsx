import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/web/protocol.ts';
import { BlockList } from '#sandbox/page/blocks/block-list.tsx';
import type { Surface } from '#sandbox/page/blocks/surface.ts';
import { aSurface } from './a-surface.ts';

const plain = (text: string): Json => ({ type: 'plain_text', text });

function html(block: Json, surface: Partial<Surface> = {}): string {
  return renderToString(<BlockList blocks={[block]} surface={aSurface(surface)} />);
}

function actions(element: Json): Json {
  return { type: 'actions', block_id: 'b', elements: [{ action_id: 'a', ...element }] };
}

function input(element: Json, more: Json = {}): Json {
  return { type: 'input', block_id: 'b', label: plain('Name'), element: { action_id: 'a', ...element }, ...more };
}

describe('A button', () => {
  it('that waits for its answer says so, and keeps the keyboard’s place', () => {
    const drawn = html(actions({ type: 'button', text: plain('Claim') }), { busy: new Set(['b.a']) });
    expect(drawn).toMatch(/aria-disabled="true" aria-busy="true"/);
    expect(drawn).not.toMatch(/ disabled/);
  });

  it('with an address is a link', () => {
    expect(html(actions({ type: 'button', text: plain('Open'), url: 'https://acme.test/1' }))).toMatch(
      /<a class="block-button" href="https:\/\/acme.test\/1" target="_blank" rel="noreferrer noopener"/,
    );
  });

  it('with a script for an address is a button', () => {
    expect(html(actions({ type: 'button', text: plain('Open'), url: 'javascript:alert(1)' }))).not.toContain('href');
  });

  it('has the label that the app gives it for whoever cannot see', () => {
    const element = { type: 'button', text: plain('Yes'), accessibility_label: 'Claim Jordan' };
    expect(html(actions(element))).toContain('aria-label="Claim Jordan"');
  });
});

describe('An input', () => {
  it('has its label, hint and error tied to it', () => {
    const drawn = html(input({ type: 'plain_text_input' }, { hint: plain('In full') }), { errors: { b: 'Taken.' } });
    const described = /aria-describedby="([^"]+)"/.exec(drawn)?.[1]?.split(' ') ?? [];
    expect(described).toHaveLength(2);
    for (const id of described) expect(drawn).toContain(`<p id="${id}"`);
    expect(drawn).toContain('aria-invalid="true"');
    const id = /<label [^>]*for="([^"]+)"/.exec(drawn)?.[1];
    expect(drawn).toMatch(new RegExp(`<input [^>]*id="${id}"|<input id="${id}"`));
  });

  it('that may be left empty says so', () => {
    expect(html(input({ type: 'plain_text_input' }, { optional: true }))).toContain('(optional)');
    expect(html(input({ type: 'plain_text_input' }))).toContain('aria-required="true"');
  });

  it.each([
    { type: 'plain_text_input', state: { value: 'Jordan' }, shows: 'value="Jordan"' },
    { type: 'number_input', state: { value: '3' }, shows: 'value="3"' },
    { type: 'datepicker', state: { selected_date: '2026-11-22' }, shows: 'value="2026-11-22"' },
    { type: 'timepicker', state: { selected_time: '14:05' }, shows: 'value="14:05"' },
    { type: 'datetimepicker', state: { selected_date_time: 1_795_000_000 }, shows: 'value="2026-11-18T06:06"' },
    { type: 'users_select', state: { selected_user: 'U0BO' }, shows: 'value="Bo Lindqvist"' },
    { type: 'multi_users_select', state: { selected_users: ['U0ANA', 'U0BO'] }, shows: 'Remove Bo Lindqvist' },
    { type: 'channels_select', state: { selected_channel: 'C0ENT' }, shows: 'value="#enterprise-leads"' },
    {
      type: 'external_select',
      state: { selected_option: { text: plain('Initech'), value: '1' } },
      shows: 'value="Initech"',
    },
    {
      type: 'rich_text_input',
      state: {
        rich_text_value: {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Hello' }] }],
        },
      },
      shows: '>Hello</textarea>',
    },
  ])('shows what a $type holds', ({ type, state, shows }) => {
    expect(html(input({ type }), { values: { b: { a: { type, ...state } } } })).toContain(shows);
  });

  it('shows which options are chosen', () => {
    const options = ['new', 'won'].map((value) => ({ text: plain(value), value }));
    const values = { b: { a: { type: 'checkboxes', selected_options: [options[1]] } } };
    const boxes = [...html(input({ type: 'checkboxes', options }), { values }).matchAll(/<input [^>]*>/g)].map(
      ([it]) => it,
    );
    expect(boxes.map((box) => box.includes('checked'))).toEqual([false, true]);
  });

  it('says how much may still be typed when little may', () => {
    const element = { type: 'plain_text_input', max_length: 60, initial_value: 'Twenty characters ok' };
    expect(html(input(element))).toContain('40 left');
    expect(html(input({ ...element, max_length: 300 }))).not.toContain('left');
  });
});

describe('An icon button', () => {
  const element = { type: 'icon_button', icon: 'trash', text: plain('Remove'), visible_to_user_ids: ['U0BO'] };

  it('is there for those alone whom the app names', () => {
    expect(html({ type: 'context_actions', elements: [element] })).not.toContain('<button');
    expect(html({ type: 'context_actions', elements: [{ ...element, visible_to_user_ids: ['U0ANA'] }] })).toContain(
      '<button',
    );
  });
});

describe('A picture', () => {
  const image = (more: Json): string => html({ type: 'image', alt_text: 'a chart', ...more });

  it('of this workspace is shown', () => {
    expect(image({ slack_file: { id: 'F0A/B' } })).toContain('src="/files/F0A%2FB"');
    expect(image({ image_url: '/files/F1' })).toContain('src="http://page.invalid/files/F1"');
  });

  it.each([
    'https://elsewhere.test/a.png',
    'javascript:alert(1)',
    'data:text/html;base64,AAAA',
    'data:image/svg+xml;base64,AAAA',
  ])('at %s is a box with its alternative text and address', (address) => {
    const drawn = image({ image_url: address });
    expect(drawn).not.toContain('<img');
    expect(drawn).toContain('a chart');
    expect(drawn).toContain(address);
  });
});
