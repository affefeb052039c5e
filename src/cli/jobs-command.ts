// What `npm run jobs` understands. Pure: arguments in, a command or a reason out.

export type Which =
  | { readonly kind: 'all' }
  | { readonly kind: 'of_kind'; readonly name: string }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export type JobsCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly deadOnly: boolean }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'retry'; readonly which: Which }
  | { readonly kind: 'drop'; readonly ids: readonly string[]; readonly because: string }
  /** `because` null: nothing was said at all. */
  | { readonly kind: 'unclear'; readonly because: string | null };

export function readJobsCommand([verb = '', ...rest]: readonly string[]): JobsCommand {
  switch (verb) {
    case 'help':
    case '--help':
      return { kind: 'help' };
    case 'list':
      if (rest.length === 0 || (rest.length === 1 && rest[0] === '--dead')) {
        return { kind: 'list', deadOnly: rest.length === 1 };
      }
      return unclear('list takes --dead and nothing else.');
    case 'show': {
      const [id, ...more] = rest;
      return id === undefined || more.length > 0 ? unclear('Name one id.') : { kind: 'show', id };
    }
    case 'retry':
      return retry(rest);
    case 'drop':
      return drop(rest);
    default:
      return unclear(verb === '' ? null : `"${verb}" is not something jobs knows.`);
  }
}

function retry(rest: readonly string[]): JobsCommand {
  const [first, second, ...more] = rest;
  if (first === '--all' && second === undefined) return { kind: 'retry', which: { kind: 'all' } };
  if (first === '--kind' && second !== undefined && more.length === 0) {
    return { kind: 'retry', which: { kind: 'of_kind', name: second } };
  }
  const ids = idsOf(rest);
  return ids === null ? unclear('Name ids, or --kind KIND, or --all.') : { kind: 'retry', which: { kind: 'ids', ids } };
}

function drop(rest: readonly string[]): JobsCommand {
  const at = rest.indexOf('--because');
  const ids = at === -1 ? null : idsOf(rest.slice(0, at));
  const because = rest
    .slice(at + 1)
    .join(' ')
    .trim();
  if (ids === null || because === '') return unclear('Name ids and the reason: drop out-12 --because "made by hand".');
  return { kind: 'drop', ids, because };
}

function idsOf(words: readonly string[]): readonly string[] | null {
  return words.length === 0 || words.some((word) => word.startsWith('-')) ? null : words;
}

function unclear(because: string | null): JobsCommand {
  return { kind: 'unclear', because };
}
