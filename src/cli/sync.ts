// `npm run sync -- status | pause | resume | verify`: how far the CRMs are read, and whether what is kept is what they say.
import { newCorrelationId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import { pauseFill, pauseFillAnswer, resumeFill } from '#features/history/pause-fill.ts';
import { KIND_LABELS } from '#features/history/progress-view.ts';
import type { HistoryRules } from '#features/history/store.ts';
import type { HistorySource } from '#features/history/sync-history.ts';
import { mendHistory, verifyHistory } from '#features/history/verify.ts';
import type { VerifyDeps } from '#features/history/verify.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { OpenDatabase } from '../compose/database.ts';
import { readSyncCommand } from './sync-command.ts';
import type { SyncCommand } from './sync-command.ts';
import { isSound, statusLines, verdictLines } from './sync-table.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, runOn, visitApp } from './visit.ts';
import { visitCrms } from './visit-crms.ts';

const USAGE = `usage:
  npm run sync -- status [--json]          how far each CRM is read, and how fresh it is
  npm run sync -- pause [CRM]              have the reading wait; new leads come in all the same
  npm run sync -- resume [CRM]             have it go on
  npm run sync -- verify [CRM] [--mend] [--json] [--limit 20]
                                           compare counts, sums and every record with the CRM; --mend reads again
                                           what differs. Ends with 1 where something differed
CRM is hubspot or salesforce; without one it is each`;

const BY = { kind: 'system', part: 'cli' } as const;

export interface SyncTerminal extends Terminal {
  /** Overwrites itself; absent where nobody watches. */
  readonly progress?: (text: string) => void;
}

type Database = Pick<OpenDatabase, 'stores' | 'transact' | 'close'>;

export interface CrmVisit extends Database {
  readonly sources: readonly HistorySource[];
  readonly rules: () => HistoryRules;
}

export interface Doors {
  readonly database: () => Promise<Database>;
  readonly crms: () => Promise<CrmVisit>;
}

const DOORS: Doors = { database: async () => (await visitApp()).database, crms: visitCrms };

/** Runs one command. Resolves to the exit code: 0 done, 1 something differs, 2 the command cannot be run. */
export async function runSyncCommand(
  args: readonly string[],
  terminal: SyncTerminal,
  doors: Doors = DOORS,
): Promise<number> {
  const command = readSyncCommand(args);
  switch (command.kind) {
    case 'help':
      terminal.out(USAGE);
      return 0;
    case 'unclear':
      terminal.err(command.because === null ? USAGE : `${command.because}\n${USAGE}`);
      return 2;
    case 'status':
      return runOn(doors.database, terminal, (database) => status(database, command.json, terminal));
    case 'pause':
    case 'resume':
      return runOn(doors.database, terminal, (database) => switchFill(database, command, terminal));
    case 'verify':
      return runOn(doors.crms, terminal, (visit) => verify(visit, command, terminal));
  }
}

async function status({ stores }: Database, json: boolean, terminal: Terminal): Promise<number> {
  const crms = await Promise.all(
    CRM_NAMES.map(async (crm) => ({ crm, fill: await stores.sync.fill(crm), states: await stores.sync.states(crm) })),
  );
  const read = crms.filter(({ fill }) => fill !== null);
  if (json) terminal.out(JSON.stringify(read));
  else if (read.length === 0) terminal.out('No CRM was read yet: it begins as soon as one is connected.');
  else for (const crm of read) for (const line of statusLines(crm, CLOCK.now())) terminal.out(line);
  return 0;
}

async function switchFill(
  { stores, transact }: Database,
  { kind, crm }: Extract<SyncCommand, { kind: 'pause' | 'resume' }>,
  terminal: Terminal,
): Promise<number> {
  const verb = kind === 'pause' ? pauseFill : resumeFill;
  const known = await Promise.all(CRM_NAMES.map(async (name) => ((await stores.sync.fill(name)) ? name : null)));
  const names = crm === null ? known.filter((name): name is CrmName => name !== null) : [crm];
  for (const name of names) {
    const outcome = await verb({ transact, clock: CLOCK }, { crm: name, by: BY, correlationId: newCorrelationId() });
    terminal.out(pauseFillAnswer(name, outcome));
  }
  if (names.length === 0) terminal.out('No CRM was read yet: it begins as soon as one is connected.');
  return 0;
}

async function verify(
  { stores, sources, rules }: CrmVisit,
  { crm, json, mend, limit }: Extract<SyncCommand, { kind: 'verify' }>,
  terminal: SyncTerminal,
): Promise<number> {
  const chosen = sources.filter(({ name }) => crm === null || name === crm);
  if (chosen.length === 0) {
    terminal.err(crm === null ? 'No CRM is connected.' : `${CRM_LABELS[crm]} is not connected.`);
    return 2;
  }
  const found: object[] = [];
  let sound = true;
  for (const source of chosen) {
    const deps: VerifyDeps = {
      stores,
      rules,
      clock: CLOCK,
      onProgress: (kind, looked) => terminal.progress?.(`${KIND_LABELS[kind]}: ${looked.toLocaleString('en-US')}`),
    };
    const verdicts = await verifyHistory(deps, source);
    terminal.progress?.('');
    sound = sound && verdicts.every(isSound);
    if (json) found.push({ crm: source.name, kinds: verdicts });
    else for (const line of verdictLines(source.name, verdicts, limit)) terminal.out(line);
    if (!mend) continue;
    for (const verdict of verdicts.filter(({ differences }) => differences.length > 0)) {
      const mended = await mendHistory(deps, source, verdict);
      terminal.err(`${CRM_LABELS[source.name]}, ${KIND_LABELS[verdict.kind]}: ${mended} read again`);
    }
  }
  if (json) terminal.out(JSON.stringify(found));
  return sound ? 0 : 1;
}

if (import.meta.main) {
  const watched = process.stderr.isTTY;
  process.exitCode = await runSyncCommand(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    ...(watched ? { progress: (text) => process.stderr.write(`\r\u001b[K${text}`) } : {}),
  });
}
