// Emoji by the names that Slack gives them. Names nobody knows stay text.
import { nameToEmoji } from 'gemoji';

/** Slack's names where they differ from GitHub's. */
const SLACK_NAMES = new Map(
  Object.entries({
    large_red_circle: '🔴',
    large_orange_circle: '🟠',
    large_yellow_circle: '🟡',
    large_green_circle: '🟢',
    large_purple_circle: '🟣',
    large_brown_circle: '🟤',
    large_red_square: '🟥',
    large_orange_square: '🟧',
    large_yellow_square: '🟨',
    large_green_square: '🟩',
    large_blue_square: '🟦',
    large_purple_square: '🟪',
    large_brown_square: '🟫',
    simple_smile: '🙂',
    thinking_face: '🤔',
    hugging_face: '🤗',
    face_palm: '🤦',
    'star-struck': '🤩',
    the_horns: '🤘',
    mostly_sunny: '🌤️',
    rain_cloud: '🌧️',
    admission_tickets: '🎟️',
    'e-mail': '📧',
  }),
);

const SKIN_TONES = new Map(
  Object.entries({
    'skin-tone-2': '🏻',
    'skin-tone-3': '🏼',
    'skin-tone-4': '🏽',
    'skin-tone-5': '🏾',
    'skin-tone-6': '🏿',
  }),
);

/** The emoji of this name, for instance `white_check_mark` or `flag-de`; null if there is none. */
export function emojiNamed(name: string, variation?: string): string | null {
  const found =
    SLACK_NAMES.get(name) ?? flag(name) ?? (Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined);
  if (found === undefined) return null;
  const tone = SKIN_TONES.get(variation ?? '');
  return tone === undefined ? found : found.replace('\uFE0F', '') + tone;
}

// A country's flag is its two letters written as regional indicators.
function flag(name: string): string | undefined {
  const country = /^flag-([a-z]{2})$/u.exec(name)?.[1];
  return country?.replace(/[a-z]/gu, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 97 + 0x1f1e6));
}

/** Plain text with the emoji that it names between colons. */
export function withEmoji(text: string): string {
  return text.replace(/:([\w+'-]+):(?::(skin-tone-[2-6]):)?/gu, (all, name: string, tone?: string) => {
    return emojiNamed(name, tone) ?? all;
  });
}
