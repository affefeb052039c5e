// A verdict on the log for a terminal: what was found, where, and how to proceed. Pure.
import type { Finding, PublishedHead, Verdict } from './findings.ts';
import { headText } from './seal.ts';

/** Lines for people. The log is sound when the verdict has no findings. */
export function verdictLines({ sealed, head, waiting, agreeing, findings, more }: Verdict): readonly string[] {
  const checked = [
    head === null ? 'no entry is sealed yet' : `${count(sealed, 'sealed entry')}, head ${headText(head)}`,
    ...(waiting === 0 ? [] : [`${count(waiting, 'entry')} waiting for a seal`]),
    ...(agreeing === 0 ? [] : [`${count(agreeing, 'published head')} ${agreeing === 1 ? 'agrees' : 'agree'}`]),
  ].join('; ');
  if (findings.length === 0) return [`The audit log is sound: ${checked}.`];
  const found = count(findings.length + more, 'finding');
  return [
    `The audit log is NOT sound: ${found}; ${checked}.`,
    ...findings.map((finding) => `  - ${describe(finding)}`),
    ...(more === 0 ? [] : [`  - and ${more} more`]),
    '',
    'How to proceed:',
    ...advice(findings).map((line) => `  - ${line}`),
  ];
}

function describe(finding: Finding): string {
  switch (finding.kind) {
    case 'edited':
      return `${at(finding)}: edited after it was sealed, or seals right before it were taken out and renumbered`;
    case 'deleted':
      return `${at(finding)}: deleted; its seal is still there`;
    case 'swapped':
      return `${at(finding)}: holds what entry ${finding.other} was sealed with; the two changed places`;
    case 'seal_forged':
      return `${at(finding)}: the entry is as it was sealed, but the hash of its seal was changed`;
    case 'seals_cut':
      return finding.from === finding.to
        ? `seal ${finding.from}: missing; what it sealed cannot be told`
        : `seals ${finding.from} to ${finding.to}: missing; what they sealed cannot be told`;
    case 'inserted':
      return finding.seq === null
        ? `entry ${finding.id}: inserted past Signalbox; it has no seal and the sealer was never told of it`
        : `${at({ seq: finding.seq, id: finding.id })}: inserted later; higher ids were sealed more than an hour before`;
    case 'deleted_unsealed':
      return `entry ${finding.id}: deleted before it was sealed`;
    case 'end_cut':
      return (
        `the log ends at seal ${finding.end}, but head ${published(finding.head)}: ` +
        'its end was cut off, or the database was restored from an older backup'
      );
    case 'rewritten':
      return (
        `head ${published(finding.head)} is not in this log: everything after seal ${finding.since} may have been ` +
        'rewritten with a new chain, or the database was restored from an older backup and went on from there'
      );
  }
}

function at({ seq, id }: { readonly seq: number; readonly id: string }): string {
  return `entry ${id} (seal ${seq})`;
}

function published(head: PublishedHead): string {
  return `${headText(head)} was published${head.at === null ? '' : ` on ${head.at}`}`;
}

function advice(findings: readonly Finding[]): readonly string[] {
  const restored = findings.some(({ kind }) => kind === 'end_cut' || kind === 'rewritten');
  return [
    'Change nothing in the database. Take a dump (pg_dump) and copies of the file of heads: they are the proof.',
    ...(restored
      ? [
          'If the database was restored from a backup on purpose: what came after the backup is not in it. Keep the file ' +
            'of heads under another name and restart Signalbox, which then begins a new one.',
        ]
      : []),
    'Restore the newest backup that verifies beside it, run "npm run audit -- export" on both, and compare the two.',
    'Find out who had access: only an owner of the tables or a superuser can switch off what refuses such changes.',
  ];
}

function count(number: number, noun: string): string {
  const text = number.toLocaleString('en-US');
  if (number === 1) return `${text} ${noun}`;
  return `${text} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
