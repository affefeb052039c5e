import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AUDITED } from '#features/audit/actions.ts';
import type { AuditAction } from '#features/audit/actions.ts';
import type { AuditSubject } from '#features/audit/audited.ts';
import { readSources } from '../../support/source-files.ts';

const actions = Object.keys(AUDITED) as AuditAction[];
const SHOWN: Readonly<Record<AuditSubject, string>> = {
  lead: '`lead:ID`',
  opportunity: '`opportunity:CRM:ID`',
  person: '`person:SLACK-ID`',
  hold: '`hold:NUMBER`',
  crm: '`crm:NAME`',
  playbook: '`playbook`',
  ops: '`ops`',
  list: '`list:ID`',
  approval: '`approval:NUMBER`',
  campaign: '`campaign:NUMBER`',
  workitem: '`workitem:CRM:ID`',
  report: '`report:NAME`, `follow:NUMBER`',
  cost: '`cost:KEY`',
  incident: '`incident:NUMBER`',
  watch: '`watch:NUMBER`, `playbook:HASH`, `own:NAME`',
  event: '`event:NUMBER`',
  intent: '`intent:KEY`',
  system: '`system`',
};

function documented(action: AuditAction): string {
  const { when, subject, before, after } = AUDITED[action];
  const values = (keys: readonly string[]): string => keys.join(', ');
  const about = subject.map((one) => SHOWN[one]).join(', ');
  return `| ${[`\`${action}\``, when, about, values(before), values(after)].join(' | ')} |`.replaceAll('|  |', '| |');
}

describe('the catalogue of actions', () => {
  it('is what docs/audit.md says, line by line', async () => {
    const page = await readFile('docs/audit.md', 'utf8');
    const table = /\n\| Action \|[^\n]*\n\| --- [^\n]*\n((?:\|[^\n]*\n)+)/u.exec(page)?.[1] ?? '';
    expect(table.trimEnd().split('\n')).toEqual(actions.map(documented));
  });

  it('has no action that nobody writes', () => {
    const source = readSources()
      .filter(({ path }) => !/^features\/audit\/[\w-]*actions\.ts$/u.test(path))
      .map(({ text }) => text)
      .join('\n');
    const written = (action: string): boolean => {
      const composed = /`([a-z.]+_?)\$\{[^}]+\}(_?[a-z]*)`/gu;
      return (
        source.includes(`'${action}'`) ||
        [...source.matchAll(composed)].some(
          ([, start = '', end = '']) => action.startsWith(start) && start.includes('.') && action.endsWith(end),
        )
      );
    };
    expect(actions.filter((action) => !written(action))).toEqual([]);
  });
});
