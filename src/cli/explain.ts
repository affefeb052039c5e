// `playbook explain LEAD`: the Why? of the lead card, for a terminal.
import { readFile } from 'node:fs/promises';
import { explainLead } from '#features/leads/explain-lead.ts';
import { findLead } from '#features/leads/find-lead.ts';
import { leadName } from '#features/leads/lead.ts';
import { whyText } from '#features/leads/why-view.ts';
import { readPlaybook, storePlaybook } from '#features/playbook/load-playbook.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, visitApp } from './visit.ts';

/** Resolves to the exit code: 0 explained, 1 no such lead or several. Throws Fault for settings that do not work. */
export async function explainStoredLead(query: string, terminal: Terminal): Promise<number> {
  const { database, playbook: file } = await visitApp();
  try {
    const { stores } = database;
    const text = await readFile(file, 'utf8');
    const active = await storePlaybook(
      { versions: stores.playbookVersions, clock: CLOCK },
      text,
      readPlaybook(text, file),
    );
    const found = await findLead(stores.leads, query);
    if (found.kind === 'none') return complain(terminal, `no lead matches "${query}"`);
    if (found.kind === 'several') {
      const names = found.leads.map((lead) => `  ${lead.id.slice(0, 8)}  ${leadName(lead)}`);
      return complain(terminal, [`several leads match "${query}":`, ...names].join('\n'));
    }
    const explanation = await explainLead({ stores, playbook: () => active, clock: CLOCK }, found.lead.id);
    if (!explanation) return complain(terminal, 'the lead has just gone');
    terminal.out(whyText(explanation));
    return 0;
  } finally {
    await database.close();
  }
}

function complain(terminal: Terminal, text: string): number {
  terminal.err(text);
  return 1;
}
