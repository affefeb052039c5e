import { describe, expect, it } from 'vitest';
import type { WireView } from '#sandbox/web/protocol.ts';
import {
  dispatches,
  elementAt,
  EMPTY_DRAFT,
  entered,
  given,
  kept,
  notGiven,
  valuesWith,
  withErrors,
} from '#sandbox/page/blocks/modal-draft.ts';

const name = { type: 'input', block_id: 'name', element: { type: 'plain_text_input', action_id: 'it' } };
const stage = {
  type: 'input',
  block_id: 'stage',
  dispatch_action: true,
  element: {
    type: 'static_select',
    action_id: 'it',
    options: [{ text: { type: 'plain_text', text: 'Won' }, value: 'won' }],
  },
};

function aView(blocks: WireView['blocks'], more: Partial<WireView> = {}): WireView {
  return {
    id: 'V1',
    team_id: 'T1',
    app_id: 'A1',
    bot_id: 'B1',
    type: 'modal',
    blocks,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    hash: '1',
    state: { values: {} },
    root_view_id: 'V1',
    previous_view_id: null,
    ...more,
  };
}

describe('A draft', () => {
  const draft = entered(entered(EMPTY_DRAFT, 'name', 'it', 'Ana'), 'stage', 'it', 'won');

  it('has what was typed to be given, by block and action', () => {
    expect(notGiven(draft)).toEqual({ 'name.it': 'Ana', 'stage.it': 'won' });
  });

  it('has nothing to give after that, but what was typed since', () => {
    const later = entered(draft, 'name', 'it', 'Anna');
    expect(notGiven(given(draft, notGiven(draft)))).toEqual({});
    expect(notGiven(given(later, notGiven(draft)))).toEqual({ 'name.it': 'Anna' });
  });

  it('lies over what the view holds', () => {
    const view = aView([name, stage], {
      state: {
        values: { name: { it: { type: 'plain_text_input', value: 'Bo' } }, other: { it: { type: 'x', value: 1 } } },
      },
    });
    expect(valuesWith(view, draft)).toEqual({
      name: { it: { type: 'plain_text_input', value: 'Ana' } },
      stage: { it: { type: 'static_select', selected_option: stage.element.options[0] } },
      other: { it: { type: 'x', value: 1 } },
    });
  });

  it('is kept when the app changes the view around its inputs', () => {
    expect(kept(draft, aView([{ type: 'divider' }, name, stage]))).toBe(draft);
  });

  it('loses what the app took away', () => {
    expect(notGiven(kept(draft, aView([name])))).toEqual({ 'name.it': 'Ana' });
    const renamed = { ...name, element: { ...name.element, action_id: 'new' } };
    expect(notGiven(kept(draft, aView([renamed, stage])))).toEqual({ 'stage.it': 'won' });
  });

  it('has a sentence below an input until that is typed into again', () => {
    const refused = withErrors(draft, { name: 'Taken.', stage: 'Not yet.' });
    expect(entered(refused, 'name', 'it', 'Anna').errors).toEqual({ stage: 'Not yet.' });
    expect(kept(refused, aView([stage])).errors).toEqual({ stage: 'Not yet.' });
  });
});

describe('An element', () => {
  const blocks = [
    { type: 'section', block_id: 's', accessory: { type: 'button', action_id: 'b' } },
    {
      type: 'actions',
      block_id: 'a',
      elements: [
        { type: 'button', action_id: 'b' },
        { type: 'overflow', action_id: 'o' },
      ],
    },
    { type: 'container', block_id: 'c', child_blocks: [stage] },
  ];

  it.each([
    ['s', 'b', 'button'],
    ['a', 'o', 'overflow'],
    ['stage', 'it', 'static_select'],
  ])('is found in block %s as %s', (blockId, actionId, type) => {
    expect(elementAt(blocks, blockId, actionId)?.['type']).toBe(type);
  });

  it('is not found under another block’s id', () => {
    expect(elementAt(blocks, 's', 'o')).toBeUndefined();
  });

  it('tells the app at once where its input dispatches, in a container too', () => {
    expect(dispatches([name, ...blocks], 'stage')).toBe(true);
    expect(dispatches([name, ...blocks], 'name')).toBe(false);
  });
});
