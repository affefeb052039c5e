// From a playbook's text to the playbook, or to everything that is wrong with it at once. Reads no file.
import { declarationsIn } from './declarations.ts';
import { byPlace, type Problem } from './problems.ts';
import { jsonSchemaOf, keysIn } from './json-schema.ts';
import { playbookSchema, type Playbook } from './schema.ts';
import { shapeProblems } from './shape-problems.ts';
import { readSource } from './source.ts';

export type ParseOutcome =
  | { readonly kind: 'valid'; readonly playbook: Playbook }
  /** In the order of the file. */
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export function parsePlaybook(text: string): ParseOutcome {
  const read = readSource(text);
  if (read.kind === 'unreadable') return { kind: 'invalid', problems: read.problems };
  const schema = playbookSchema(declarationsIn(read.source.value));
  const parsed = schema.safeParse(read.source.value);
  if (parsed.success && read.problems.length === 0) return { kind: 'valid', playbook: parsed.data };
  const issues = parsed.success ? [] : parsed.error.issues;
  const keysAt = keysIn(jsonSchemaOf(schema));
  const problems = [...read.problems, ...shapeProblems(issues, read.source, keysAt)].sort(byPlace);
  return { kind: 'invalid', problems };
}
