// What is typed becomes Slack's text, and Slack's text becomes words.
import { describe, expect, it } from 'vitest';
import { plainText } from '#sandbox/page/chat/plain-text.ts';
import { wireText } from '#sandbox/page/chat/wire-text.ts';
import { BO, GENERAL, NAMES } from '../support/a-workspace.ts';

describe('What was typed is sent', () => {
  it.each([
    { when: 'a person is mentioned', typed: 'Ask @bo, please', sent: `Ask <@${BO.id}>, please` },
    { when: 'a name ends a sentence', typed: 'It was @Bo.', sent: `It was <@${BO.id}>.` },
    { when: 'a channel is named', typed: 'see #general', sent: `see <#${GENERAL.id}|general>` },
    { when: 'everybody is called', typed: '@here now', sent: '<!here> now' },
    { when: 'nobody has that name', typed: '@nobody2 and #nowhere', sent: '@nobody2 and #nowhere' },
    { when: 'it is an address of mail', typed: 'bo@acme.test', sent: 'bo@acme.test' },
    { when: 'there is a link', typed: '(https://acme.test/a?b=1&c=2).', sent: '(<https://acme.test/a?b=1&amp;c=2>).' },
    {
      when: 'it looks like Slack’s own marks',
      typed: '<!channel> & <@U2>',
      sent: '&lt;!channel&gt; &amp; &lt;@U2&gt;',
    },
  ])('with ids and escapes when $when', ({ typed, sent }) => {
    expect(wireText(typed, NAMES)).toBe(sent);
  });
});

describe('A message as words', () => {
  it.each([
    { when: 'it mentions', text: '<@U2> in <#C2|general> <!here>', words: '@Bo Lindqvist in #general @here' },
    { when: 'it links', text: '<https://a.test|the page> <https://b.test>', words: 'the page https://b.test' },
    { when: 'it is marked up', text: '*Claimed* by _you_, `now`', words: 'Claimed by you, now' },
    { when: 'stars are no marks', text: '2 * 3 * 4', words: '2 * 3 * 4' },
    { when: 'it is escaped', text: '&lt;b&gt; &amp;amp;', words: '<b> &amp;' },
  ])('is readable when $when', ({ text, words }) => {
    expect(plainText(text, NAMES)).toBe(words);
  });
});
