// What `npm run sync` understands. Pure: arguments in, a command or a reason out.
import { parseArgs } from 'node:util';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';

export type SyncCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'status'; readonly json: boolean }
  /** `crm` null: each that is connected. */
  | { readonly kind: 'pause' | 'resume'; readonly crm: CrmName | null }
  | {
      readonly kind: 'verify';
      readonly crm: CrmName | null;
      readonly json: boolean;
      readonly mend: boolean;
      /** Differences that are listed, a kind. */
      readonly limit: number;
    }
  /** `because` null: nothing was said at all. */
  | { readonly kind: 'unclear'; readonly because: string | null };

/** Differences of a kind that are listed one by one. */
const LISTED = 20;

export function readSyncCommand(args: readonly string[]): SyncCommand {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { kind: 'unclear', because: parsed };
  const { values, positionals } = parsed;
  const [verb = '', name, ...more] = positionals;
  if (values.help === true || verb === 'help') return { kind: 'help' };
  if (verb === '') return { kind: 'unclear', because: null };
  const crm = CRM_NAMES.find((one) => one === name?.toLowerCase()) ?? null;
  if (more.length > 0 || (name !== undefined && crm === null)) {
    return { kind: 'unclear', because: `"${[name, ...more].join(' ')}" is no CRM: ${CRM_NAMES.join(' or ')}.` };
  }
  const { json = false, mend = false, limit = String(LISTED) } = values;
  switch (verb) {
    case 'status':
      return { kind: 'status', json };
    case 'pause':
    case 'resume':
      return { kind: verb, crm };
    case 'verify':
      if (!/^\d{1,6}$/u.test(limit)) return { kind: 'unclear', because: '--limit takes a whole number.' };
      return { kind: 'verify', crm, json, mend, limit: Number(limit) };
    default:
      return { kind: 'unclear', because: `"${verb}" is not something sync knows.` };
  }
}

function parse(args: readonly string[]) {
  try {
    const options = {
      help: { type: 'boolean' },
      json: { type: 'boolean' },
      mend: { type: 'boolean' },
      limit: { type: 'string' },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
