// Slack's markup, read aloud, and nothing in it that steers a terminal.
import { describe, expect, it } from 'vitest';
import { plainOf, shown } from '#sandbox/terminal/plain-text.ts';

describe('Slack markup in a terminal', () => {
  const names = { user: () => 'Ana Ruiz', channel: () => '#general' };

  it.each([
    ['<@U1> in <#C1|general>', '@Ana Ruiz in #general'],
    ['<https://one.example/a|HubSpot contact>', 'HubSpot contact'],
    ['*Claimed* by _Ana_, `code`', 'Claimed by Ana, code'],
    ['<!channel> look', '@channel look'],
    ['&lt;!channel&gt; &amp; ∗you∗', '<!channel> & ∗you∗'],
    ['<!date^1700000000^{date}|14 Nov>', '14 Nov'],
    ['5 * 3 * 2, a_b_c', '5 * 3 * 2, a_b_c'],
    [':red_circle: :unheard_of:', '● :unheard_of:'],
  ])('reads %s', (mrkdwn, plain) => {
    expect(plainOf(mrkdwn, names)).toBe(plain);
  });

  it('cannot steer the terminal', () => {
    expect(shown('a\u001b[31mb\u0007\u202ec\r\nd')).toBe('a[31mbc\nd');
  });
});
