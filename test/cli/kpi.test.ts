// The command beside the app: what it prints, and how it ends.
import { expect, it } from 'vitest';
import { createValueBook } from '#features/metrics/value-book.ts';
import { Fault } from '#kernel/errors.ts';
import { runKpiCommand } from '../../src/cli/kpi.ts';
import type { KpiVisit } from '../../src/cli/kpi.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { createFakeMetrics } from '../support/fake-metrics.ts';

const clock = { now: () => new Date('2026-11-20T09:00:00Z') };
const playbook = { playbook: aPlaybook(), version: 1 };

function visit(): KpiVisit {
  const lead = (day: string, source: string) =>
    ({ fact: 'prospect', at: { lead: `${day}T10:00:00Z` }, by: { source } }) as const;
  const store = createFakeMetrics([
    lead('2026-09-10', 'Web'),
    lead('2026-10-10', 'Web'),
    lead('2026-10-11', 'Web'),
    lead('2026-10-12', '=1+1'),
  ]);
  const inForce = () => playbook;
  const values = createValueBook({ store, playbook: inForce, clock });
  return { deps: { store, playbook: inForce, clock, values }, close: () => Promise.resolve() };
}

async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const complained: string[] = [];
  const terminal = { out: (text: string) => printed.push(text), err: (text: string) => complained.push(text) };
  const code = await runKpiCommand(args, terminal, () => Promise.resolve(visit()));
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

it('prints the number, what it was, and the groups with bars', async () => {
  const { code, printed } = await run('leads last month by source');
  expect(code).toBe(0);
  expect(printed).toContain('Leads: 3');
  expect(printed).toContain('▲ 200%');
  expect(printed).toMatch(/Web +2 +█+/u);
});

it('takes the question in one argument or in several', async () => {
  expect((await run('leads', 'last', 'month')).printed).toContain('Leads: 3');
});

it('prints JSON for scripts, a refusal too', async () => {
  const { printed } = await run('leads last month', '--json');
  expect(JSON.parse(printed)).toMatchObject({ kpi: 'leads', value: 3, compared: { value: 1 } });
  const refused = await run('leeds last month', '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.printed)).toMatchObject({ error: 'refused', suggestions: ['leads last month'] });
});

it('prints CSV in which no cell is a formula', async () => {
  const { printed } = await run('leads last month by source', '--csv');
  expect(printed).toContain("leads,last month,'=1+1,2026-10-01,1,count");
});

it('says what may be meant, apart from answers, and ends with 1', async () => {
  const { code, printed, complained } = await run('leeds last month');
  expect({ code, printed }).toEqual({ code: 1, printed: '' });
  expect(complained).toContain('  leads last month');
});

it('lists the KPIs', async () => {
  expect((await run('list', 'roi')).printed).toContain('campaign_roi');
  expect((await run('list', 'xyzzy')).code).toBe(1);
});

it.each([[[]], [['--json']], [['leads', '--json', '--csv']], [['leads', '--frob']]])(
  'ends with 2 for %j',
  async (args) => {
    const { code, complained } = await run(...args);
    expect(code).toBe(2);
    expect(complained).toContain('usage:');
  },
);

it('ends with 2, and says why, where there is no database', async () => {
  const complained: string[] = [];
  const terminal = { out: () => undefined, err: (text: string) => void complained.push(text) };
  const code = await runKpiCommand(['leads'], terminal, () => Promise.reject(new Fault('not_configured', 'not there')));
  expect({ code, complained }).toEqual({ code: 2, complained: ['not there'] });
});
