// What to tell a person when PostgreSQL does not start: its own log says it in terms of its internals.
import { Fault } from '#kernel/errors.ts';
import { USE_DATABASE_URL } from './binaries.ts';

interface Explanation {
  readonly sign: RegExp;
  readonly say: (folder: string) => string;
}

const EXPLANATIONS: readonly Explanation[] = [
  {
    sign: /No space left on device|ENOSPC|Disk quota exceeded/i,
    say: (folder) => `The disk that holds ${folder} is full. Free some space, or set DATA_DIR to another disk.`,
  },
  {
    sign: /error while loading shared libraries|Library not loaded|spawn .*ENOENT/i,
    say: () =>
      'The PostgreSQL programs cannot run here: their libraries are missing. Run npm ci without --ignore-scripts ' +
      `(on Linux they need glibc). ${USE_DATABASE_URL}`,
  },
  {
    sign: /invalid permissions|wrong ownership/i,
    say: (folder) =>
      `The files in ${folder} belong to another user or are open to others. Make them private to this user.`,
  },
  {
    sign: /Permission denied|EACCES|EPERM|Operation not permitted|Read-only file system|EROFS/i,
    say: (folder) => `${folder} cannot be written. Give it to the user that runs Signalbox, or set DATA_DIR elsewhere.`,
  },
  {
    sign: /could not bind|could not create any (Unix-domain|TCP)|path .* is too long/i,
    say: (folder) => `PostgreSQL cannot listen in ${folder}: its file system has no sockets. Set DATA_DIR elsewhere.`,
  },
  {
    sign: /could not (create|resize|attach to) shared memory|Cannot allocate memory|out of memory/i,
    say: () => 'There is too little memory to start PostgreSQL.',
  },
  {
    sign: /incompatible with server|not compatible with this version/i,
    say: (folder) => `The data in ${folder} was written by another version of PostgreSQL.`,
  },
];

/**
 * The fault for a server or initdb that did not start.
 * @param output what it wrote, or the message of the error that kept it from starting.
 */
export function startTrouble(folder: string, output: string, cause?: unknown): Fault {
  const known = EXPLANATIONS.find(({ sign }) => sign.test(output));
  const lines = output.trim().split('\n');
  const telling = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
  const message = known
    ? known.say(folder)
    : `The embedded PostgreSQL did not start: ${telling || 'it said nothing'}. ${USE_DATABASE_URL}`;
  return new Fault('not_configured', message, { cause: cause ?? new Error(lines.slice(-20).join('\n')) });
}
