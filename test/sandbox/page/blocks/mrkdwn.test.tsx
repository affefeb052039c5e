import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Mrkdwn } from '#sandbox/page/blocks/mrkdwn.tsx';
import { NAMES } from './a-surface.ts';

function html(text: string): string {
  return renderToString(<Mrkdwn text={text} names={NAMES} inline />).replace(
    /^<span class="block-words">|<\/span>$/g,
    '',
  );
}

describe('mrkdwn', () => {
  it.each([
    { when: 'bold', text: '*Ana*', drawn: '<strong>Ana</strong>' },
    { when: 'italic', text: '_Ana_', drawn: '<em>Ana</em>' },
    { when: 'struck', text: '~Ana~', drawn: '<s>Ana</s>' },
    { when: 'code', text: '`a &lt; b`', drawn: '<code class="block-code">a &lt; b</code>' },
    { when: 'a code block', text: '```\na\n  b\n```', drawn: '<pre class="block-pre">a\n  b</pre>' },
    { when: 'a quote', text: '&gt; said', drawn: '<blockquote class="block-quote">said</blockquote>' },
    { when: 'an entity', text: 'R&amp;D &lt;3', drawn: 'R&amp;D &lt;3' },
    { when: 'an entity of an entity', text: '&amp;lt;', drawn: '&amp;lt;' },
    { when: 'unclosed', text: '*Ana', drawn: '*Ana' },
    { when: 'a time of day, which is no emoji', text: '10:30:45', drawn: '10:30:45' },
    { when: 'an emoji nobody knows', text: ':nobody_knows:', drawn: ':nobody_knows:' },
  ])('draws what is $when', ({ text, drawn }) => {
    expect(html(text)).toBe(drawn);
  });

  it('draws emoji with their names for whoever cannot see them', () => {
    expect(html(':white_check_mark:')).toContain('aria-label="white check mark"');
    expect(html(':white_check_mark:')).toContain('✅');
  });

  it('links to the web in a place of its own that learns nothing of the page', () => {
    expect(html('<https://a.test/?x=1&amp;y=2|there>')).toBe(
      '<a class="block-link" href="https://a.test/?x=1&amp;y=2" target="_blank" rel="noreferrer noopener">there</a>',
    );
  });

  it.each([
    '<javascript:alert(1)|here>',
    '<data:text/html,x|here>',
    '<file:///etc/passwd|here>',
    '<JavaScript:alert(1)|here>',
  ])('leaves %s as text', (text) => {
    expect(html(text)).toBe('<span>here</span>');
  });

  it('writes tags of people as text', () => {
    expect(html('<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)>');
    expect(html('&lt;img src=x onerror=alert(1)&gt;')).toBe('&lt;img src=x onerror=alert(1)>');
  });

  it.each([
    {
      when: 'who is looking',
      text: '<@U0ANA>',
      drawn: '<span class="block-mention block-mention-self">@Ana Ruiz</span>',
    },
    { when: 'a colleague', text: '<@U0BO|bo>', drawn: '<span class="block-mention">@Bo Lindqvist</span>' },
    { when: 'somebody unknown', text: '<@U0ZOE|zoe>', drawn: '<span class="block-mention">@zoe</span>' },
    { when: 'a channel', text: '<#C0ENT>', drawn: '<span class="block-mention">#enterprise-leads</span>' },
    { when: 'a channel that is hidden', text: '<#C0HID|hidden>', drawn: '<span class="block-mention">#hidden</span>' },
    { when: 'a group', text: '<!subteam^S1|@marketing>', drawn: '<span class="block-mention">@marketing</span>' },
    { when: 'everybody', text: '<!channel>', drawn: '<span class="block-mention block-mention-self">@channel</span>' },
  ])('mentions $when', ({ text, drawn }) => {
    expect(html(text)).toBe(drawn);
  });

  it('makes a mention a button where it leads somewhere', () => {
    const goes = { openPerson: () => {} };
    expect(renderToString(<Mrkdwn text="<@U0BO>" names={NAMES} goes={goes} />)).toContain('<button type="button"');
  });

  it('writes dates in the zone of who is looking', () => {
    expect(html('<!date^1795000000^{date_short_pretty} at {time}|later>')).toContain('>today at 6:06 AM</time>');
  });

  it('takes an app’s fallback for a date that is none', () => {
    expect(html('<!date^soon^{date}|later>')).toBe('later');
    expect(html('<!date^1795000000^{moon}|later>')).toContain('>later</time>');
  });
});
