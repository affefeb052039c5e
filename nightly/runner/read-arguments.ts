// What the command line asks for: names of scenarios, and `--name value` pairs that are handed to each of them.

export interface Chosen {
  readonly chosen: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** No name at all means every scenario. Throws for a name that is none, and for an option without a value. */
export function readArguments(args: readonly string[], names: readonly string[]): Chosen {
  const chosen: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (!word.startsWith('--')) {
      if (!names.includes(word)) throw new Error(`${word} is no scenario. There are: ${names.join(', ')}`);
      chosen.push(word);
      continue;
    }
    const value = args[at + 1];
    if (value === undefined || value.startsWith('--')) throw new Error(`${word} needs a value`);
    options[word.slice(2)] = value;
    at += 1;
  }
  return { chosen: chosen.length === 0 ? names : chosen, options };
}
