import { expect, it } from 'vitest';
import { pingsOf } from '#sandbox/slack/world/pings.ts';

const section = (type: string, text: string) => ({ type: 'section', text: { type, text } });

it.each([
  { when: 'the text mentions a person', message: { text: 'hi <@U123|ana>' }, pings: ['U123'] },
  {
    when: 'mrkdwn calls the channel',
    message: { text: '', blocks: [section('mrkdwn', '<!channel> <!here>')] },
    pings: ['channel', 'here'],
  },
  { when: 'a group is mentioned twice', message: { text: '<!subteam^S1> <!subteam^S1>' }, pings: ['S1'] },
  {
    when: 'it stands in rich text',
    message: {
      text: '',
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'everyone' }] }],
        },
      ],
    },
    pings: ['everyone'],
  },
  { when: 'it is escaped', message: { text: '&lt;!channel&gt;' }, pings: [] },
  { when: 'it stands in plain text', message: { text: '', blocks: [section('plain_text', '<!channel>')] }, pings: [] },
])('finds whom a message pings when $when', ({ message, pings }) => {
  expect(pingsOf(message)).toEqual(pings);
});
