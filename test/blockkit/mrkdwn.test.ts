import { describe, expect, it } from 'vitest';
import {
  asTyped,
  bold,
  calendarDay,
  channelMention,
  clip,
  dateTime,
  escape,
  join,
  link,
  md,
  mention,
  struck,
} from '#blockkit/mrkdwn.ts';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';

/** What a reader sees: entities decoded, invisible joiners gone, lookalikes read as what they stand for. */
function asSeen(text: string): string {
  const signs: Record<string, string> = { '∗': '*', '∼': '~', ˋ: '`', '＿': '_' };
  return text
    .replaceAll('\u2060', '')
    .replace(/[∗∼ˋ＿]/gu, (sign) => signs[sign] ?? sign)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const HOSTILE = '<!channel> & *you* =HYPERLINK("x")';

describe('foreign text', () => {
  it('pings nobody, formats nothing and shows as typed', () => {
    expect(escape(HOSTILE)).toBe('&lt;!channel&gt; &amp; ∗you∗ =HYPERLINK("x")');
    expect(asSeen(escape(HOSTILE))).toBe(HOSTILE);
  });

  it.each([
    { when: 'a channel-wide mention', text: '<!here> <!everyone|all>', harm: /<!/u },
    { when: 'a typed mention', text: 'wake up @here and @Channel', harm: /@(?:here|channel)/iu },
    { when: 'a person', text: '<@U0ANA>', harm: /<@/u },
    { when: 'a link in disguise', text: '<https://evil.test|acme.test>', harm: /<https/u },
    { when: 'bold', text: '*bold*', harm: /\*/u },
    { when: 'strike', text: '~gone~', harm: /~/u },
    { when: 'italics', text: '_sly_', harm: /(?:^|\s)_/u },
    { when: 'code', text: '`rm -rf`', harm: /`/u },
    { when: 'an emoji name', text: 'Acme :skull: Ltd', harm: /:skull:/u },
    { when: 'a quote', text: 'one\n> two', harm: /^(?:>|&gt;)/mu },
    { when: 'an entity typed by hand', text: '&lt;!channel&gt;', harm: /&lt;!/u },
  ])('is inert and looks the same with $when', ({ text, harm }) => {
    expect(escape(text)).not.toMatch(harm);
    expect(asSeen(escape(text))).toBe(text);
  });

  it.each(['first_last@acme.test', 'snake_case_name', '10:30 to 11:45', 'ACME & Söhne'])(
    'leaves %s readable',
    (text) => {
      expect(asSeen(escape(text))).toBe(text);
      expect(escape(text)).not.toMatch(/[\u2060＿]/u);
    },
  );

  it('loses control characters and marks that turn the direction of text', () => {
    expect(escape('a\u202Eb\u0000c\td\ne')).toBe('abc\td\ne');
  });

  it('is cut so that its entities stay whole and within the limit', () => {
    const cut = escape('<&>'.repeat(1000), 300);
    expect(cut.length).toBeLessThanOrEqual(300);
    expect(cut).toMatch(/(?:&lt;|&amp;|&gt;)…$/u);
    expect(escape('short', 300)).toBe('short');
  });
});

describe('our own marks', () => {
  it('keeps bold on one line without spaces at its edges', () => {
    expect(bold('  Jane\n Doe* ')).toBe('*Jane Doe∗*');
    expect(bold(' ')).toBe('');
    expect(struck(' ~Jane~\n Doe ')).toBe('~∼Jane∼ Doe~');
    expect(struck('')).toBe('');
  });

  it('in bold or struck is cut with its entities', () => {
    for (const styled of [bold('&'.repeat(100), 52), struck('&'.repeat(100), 52)]) {
      expect(styled.length).toBeLessThanOrEqual(54);
      expect(styled).toMatch(/^.(&amp;)+….$/u);
    }
  });

  it('links web addresses and nothing else', () => {
    expect(link('https://crm.test/a?b=1&c=<d>|e', 'Jane <Doe>')).toBe(
      '<https://crm.test/a?b=1&amp;c=%3Cd%3E%7Ce|Jane &lt;Doe&gt;>',
    );
    expect(link('javascript:alert(1)', 'Jane')).toBe('Jane');
    expect(link('not an address', 'Jane')).toBe('Jane');
  });

  it('mentions people and channels by id', () => {
    expect(mention(SlackUserId.parse('U0ANA'))).toBe('<@U0ANA>');
    expect(channelMention(ChannelId.parse('C0LEADS'))).toBe('<#C0LEADS>');
  });

  it('shows an instant in the reader’s time, with a fallback in the given zone', () => {
    expect(dateTime(new Date('2026-11-22T13:05:00Z'), 'Europe/Berlin')).toBe(
      '<!date^1795352700^{date_short_pretty} at {time}|22 Nov 2026, 14:05 (Europe/Berlin)>',
    );
    expect(calendarDay(new Date('2026-11-22T23:05:00Z'), 'Europe/Berlin')).toBe(
      '<!date^1795388700^{date_short_pretty}|23 Nov 2026>',
    );
  });

  it('joins safe parts and leaves out the empty ones', () => {
    expect(join([md`*Score* ${85}`, escape(''), escape('a < b')])).toBe('*Score* 85\na &lt; b');
  });
});

describe('the text of a slash command', () => {
  it.each([
    { sent: 'show Smith &amp; Sons &lt;3', typed: 'show Smith & Sons <3' },
    { sent: 'link hubspot <mailto:ana@acme.test|ana@acme.test>', typed: 'link hubspot ana@acme.test' },
    { sent: 'show <https://acme.test/a?b&amp;c|acme.test/a>', typed: 'show acme.test/a' },
    { sent: 'show <https://acme.test/a>', typed: 'show https://acme.test/a' },
    { sent: 'hand over Jane <@U0BO|bo> in <#C0X|x>', typed: 'hand over Jane <@U0BO|bo> in <#C0X|x>' },
    { sent: '&amp;lt;', typed: '&lt;' },
  ])('$sent is what $typed became', ({ sent, typed }) => {
    expect(asTyped(sent)).toBe(typed);
  });
});

describe('clipping', () => {
  it.each([
    { text: 'abcdef', max: 6, clipped: 'abcdef' },
    { text: 'abcdef', max: 5, clipped: 'abcd…' },
    { text: '👍👍👍', max: 4, clipped: '👍…' },
    { text: 'ab', max: 0, clipped: '' },
  ])('cuts $text at $max to $clipped', ({ text, max, clipped }) => {
    expect(clip(text, max)).toBe(clipped);
  });
});
