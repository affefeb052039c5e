// The naming pattern of campaigns: what may stand between braces, and that every part is there.
import { nearest } from './nearest.ts';
import { entryIn, isBlock, textIn, type Issues } from './written.ts';

/** Placeholders that every pattern knows: year, month and quarter of the start, type, channel, and what it is about. */
export const NAME_PLACEHOLDERS = ['yyyy', 'mm', 'q', 'type', 'channel', 'topic'] as const;

/** A check of `naming`: its pattern together with its own parts. */
export function checkNaming(naming: unknown, issues: Issues): void {
  const pattern = textIn(naming, 'pattern');
  const written = entryIn(naming, 'parts');
  const parts = isBlock(written) ? Object.keys(written) : [];
  const standard: readonly string[] = NAME_PLACEHOLDERS;
  for (const part of parts.filter((name) => standard.includes(name))) {
    const message = `{${part}} has a meaning of its own: call this part something else`;
    issues.addIssue({ code: 'custom', message, path: ['parts', part] });
  }
  if (pattern === null) return;
  const known = [...standard, ...parts];
  const used = new Set<string>();
  const add = (message: string, offset: number, suggestion: string | null = null): void =>
    issues.addIssue({ code: 'custom', message, path: ['pattern'], params: { offset, suggestion } });
  for (const match of pattern.matchAll(/\{([^{}]*)\}/g)) {
    const name = match[1] ?? '';
    used.add(name);
    if (!known.includes(name)) add(`unknown placeholder {${name}}`, match.index + 1, nearest(name, known));
  }
  const rest = pattern.replaceAll(/\{[^{}]*\}/g, (placeholder) => '.'.repeat(placeholder.length));
  const brace = rest.search(/[{}]/);
  if (brace >= 0) add('a placeholder is written {type}, with both braces', brace);
  if (!used.has('topic')) add('without {topic} two campaigns of a month would share a name', 0);
  for (const part of parts.filter((name) => !used.has(name) && !standard.includes(name))) {
    issues.addIssue({ code: 'custom', message: `the pattern has no {${part}}`, path: ['parts', part] });
  }
}
