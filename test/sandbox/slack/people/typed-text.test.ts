import { describe, expect, it } from 'vitest';
import { escapeTyped, unescapedTyped } from '#sandbox/slack/people/typed-text.ts';
import type { Named } from '#sandbox/slack/people/typed-text.ts';
import type { Channel, User } from '#sandbox/slack/world/wire.ts';

const acme: Named = {
  users: () => [{ id: 'U2', name: 'bo' } as User],
  channels: () => [{ id: 'C1', name: 'smb-leads', kind: 'public' } as Channel],
};

describe('What somebody types', () => {
  it.each([
    { when: 'a colleague’s name', typed: 'hand over Dana @bo', sent: 'hand over Dana <@U2|bo>' },
    { when: 'a channel’s name', typed: 'mute #smb-leads, please', sent: 'mute <#C1|smb-leads>, please' },
    { when: 'a mention that was picked from a list', typed: 'to <@U2> now', sent: 'to <@U2> now' },
    { when: 'signs that have a meaning', typed: 'R&D <3 a>b', sent: 'R&amp;D &lt;3 a&gt;b' },
    { when: 'a broadcast that they may not write', typed: '<!channel>', sent: '&lt;!channel&gt;' },
    { when: 'a name that nobody bears', typed: '@zoe #nowhere', sent: '@zoe #nowhere' },
    { when: 'an address', typed: 'show bo@bo.test', sent: 'show bo@bo.test' },
  ])('is sent with $when as Slack does', ({ typed, sent }) => {
    expect(escapeTyped(typed, acme)).toBe(sent);
  });

  it('is sent as it was typed to a command that wants it so', () => {
    expect(unescapedTyped('to <@U2> in <#C1|smb-leads>, R&D <3', acme)).toBe('to @bo in #smb-leads, R&D <3');
  });
});
