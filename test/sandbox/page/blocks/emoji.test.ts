import { describe, expect, it } from 'vitest';
import { emojiNamed, withEmoji } from '#sandbox/page/blocks/emoji.ts';
import { readSources } from '../../../support/source-files.ts';

describe('Emoji', () => {
  it.each([
    ['red_circle', '🔴'],
    ['large_green_circle', '🟢'],
    ['+1', '👍'],
    ['flag-de', '🇩🇪'],
  ])('are known by Slack’s names: %s', (name, emoji) => {
    expect(emojiNamed(name)).toBe(emoji);
  });

  it('have skin tones', () => {
    expect(emojiNamed('wave', 'skin-tone-3')).toBe('👋🏼');
  });

  it.each(['constructor', 'nobody_knows', ''])('are none for %j', (name) => {
    expect(emojiNamed(name)).toBeNull();
  });

  it('stand in plain text where they are named', () => {
    expect(withEmoji('Won :tada: at 10:30:45 :nobody_knows:')).toBe('Won 🎉 at 10:30:45 :nobody_knows:');
  });

  it('that the app writes are known', () => {
    const ours = readSources().filter(({ path }) => /^(?:features|blockkit)\//.test(path));
    const names = ours.flatMap(({ code }) =>
      [...code.join('\n').matchAll(/(?<=['"`\s])(?::([a-z][a-z_]{3,}):)(?=[\s'"`])/g)].map((match) => match[1] ?? ''),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => emojiNamed(name) === null)).toEqual([]);
  });
});
