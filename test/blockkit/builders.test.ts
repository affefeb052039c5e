import { describe, expect, it } from 'vitest';
import { actions, context, divider, header, homeTab, input, modal, section } from '#blockkit/blocks.ts';
import { checkMessage, checkView } from '#blockkit/check-blocks.ts';
import { button, confirmation, overflow, staticSelect, textInput, usersSelect } from '#blockkit/elements.ts';
import { bold, escape, md } from '#blockkit/mrkdwn.ts';
import { privately, publicly, replacing } from '#blockkit/replies.ts';

const endless = 'Endless '.repeat(1000);
const choices = [
  { value: 'no_budget', label: endless, description: endless },
  { value: 'wrong_person', label: 'Wrong person' },
];

describe('builders', () => {
  it('make messages that Slack takes, however long the plain texts', () => {
    const blocks = [
      header(endless),
      section(md`${bold('Jane Doe')} of ${escape('Acme')}`, {
        fields: [escape('one'), escape('two')],
        accessory: overflow('leads.more', choices),
        blockId: 'lead',
      }),
      section(null, { fields: [escape('alone')] }),
      context([escape('small print')]),
      divider(),
      actions([
        button({ action: 'leads.claim', text: endless, value: 'an-id', style: 'primary' }),
        button({ action: 'leads.open', text: 'Open', url: 'https://crm.test/1' }),
        button({
          action: 'leads.release',
          text: 'Release',
          confirm: confirmation({ title: endless, text: escape('Sure?'), confirm: 'Yes', style: 'danger' }),
        }),
      ]),
    ];
    expect(checkMessage({ text: 'Jane Doe of Acme', blocks })).toEqual([]);
  });

  it('make modals that Slack takes', () => {
    const view = modal({
      title: endless,
      submit: 'Send',
      callbackId: 'leads.not-a-fit',
      privateMetadata: 'an-id',
      blocks: [
        input({
          label: endless,
          blockId: 'reason',
          element: staticSelect({ action: 'reason', choices, initial: 'wrong_person', placeholder: endless }),
        }),
        input({ label: 'To', blockId: 'to', element: usersSelect({ action: 'to', placeholder: 'Pick a colleague' }) }),
        input({
          label: 'Note',
          blockId: 'note',
          element: textInput({ action: 'note', multiline: true, initial: 'as discussed' }),
          optional: true,
          hint: 'Kept in the CRM',
        }),
      ],
    });
    expect(checkView(view)).toEqual([]);
  });
});

describe('a Home tab', () => {
  it('takes a hundred blocks', () => {
    const blocks = Array.from({ length: 100 }, () => divider());
    expect(checkView(homeTab(blocks))).toEqual([]);
    expect(checkView(homeTab([...blocks, divider()]))).toMatchObject([
      { message: 'no more than 100 items allowed [json-pointer:/view/blocks]' },
    ]);
  });
});

describe('replies', () => {
  it.each([
    { when: 'private', reply: privately, response_type: 'ephemeral', replace_original: false },
    { when: 'shared', reply: publicly, response_type: 'in_channel', replace_original: false },
    { when: 'the next page', reply: replacing, response_type: 'ephemeral', replace_original: true },
  ])('escape their fallback text when $when', ({ reply, response_type, replace_original }) => {
    expect(reply({ text: '<!channel>', blocks: [divider()] })).toEqual({
      response_type,
      replace_original,
      text: '&lt;!channel&gt;',
      blocks: [{ type: 'divider' }],
    });
  });
});
