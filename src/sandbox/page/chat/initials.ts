// What stands in an avatar without a picture. Pure.

const COLOURS = 8;

/** `Ana Ruiz` is AR; one name gives one letter. */
export function initials(realName: string): string {
  const words = realName.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = ends.map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0x20));
  return letters.join('').trim().toUpperCase();
}

/** 1 to 8, the same for the same name. */
export function avatarColour(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % COLOURS) + 1;
}
