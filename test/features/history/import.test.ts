import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILES } from '#features/history/import/columns.ts';
import type { Column } from '#features/history/import/column.ts';
import { NO_MAPPING, readMapping } from '#features/history/import/mapping.ts';
import { importProblemText } from '#features/history/import/problem.ts';
import { readImport } from '#features/history/import/read-import.ts';
import type { HistoryKind, HistoryRow } from '#ports/crm-history.ts';
import { theRules } from '../../support/history-rows.ts';

type Files = Readonly<Record<string, string>>;

function read(files: Files, mapping = NO_MAPPING) {
  return readImport(
    Object.entries(files).map(([name, text]) => ({ name: `${name}.csv`, text })),
    mapping,
    theRules,
  );
}

function taken(files: Files, mapping = NO_MAPPING) {
  const outcome = read(files, mapping);
  if (outcome.kind === 'refused') throw new Error(outcome.problems.map(importProblemText).join('\n'));
  return outcome;
}

function complaints(files: Files): readonly string[] {
  const outcome = read(files);
  return outcome.kind === 'refused' ? outcome.problems.map(importProblemText) : [];
}

function only<Kind extends HistoryKind>(rows: readonly HistoryRow[], kind: Kind) {
  return rows.filter((row): row is Extract<HistoryRow, { kind: Kind }> => row.kind === kind);
}

describe('Columns', () => {
  it('are known by their usual names, in any case, with spaces or without, separated by commas, semicolons or tabs', () => {
    const lead = (text: string) => only(taken({ leads: text }).rows, 'person')[0];
    const mia = { id: '1', email: 'mia@acme.test', source: 'Web', createdAt: new Date('2026-03-01T23:00:00Z') };
    expect(lead('id,email,source,created_at\n1,mia@acme.test,Web,2026-03-02\n')).toMatchObject(mia);
    expect(lead('\uFEFFLead ID;E-Mail;Lead Source;Created Date\r\n1;mia@acme.test;Web;2026-03-02\r\n')).toMatchObject(
      mia,
    );
    expect(
      lead(
        'ContactId\temail address\tleadSource\tcreatedate\n'
          .replace('ContactId', 'contact_id')
          .replace('leadSource', 'LeadSource') + '1\tmia@acme.test\tWeb\t2026-03-02',
      ),
    ).toMatchObject(mia);
  });

  it('are renamed by a mapping, and so are files', () => {
    const mapping = readMapping('m.yaml', 'files: { leads: People.csv }\nleads: { id: "#", created_at: Erfasst am }');
    if ('because' in mapping) throw new Error(mapping.because);
    const { rows, notes } = taken({ People: '#,Erfasst am,Haarfarbe\n7,2026-03-02,rot\n' }, mapping);
    expect(only(rows, 'person')).toMatchObject([{ id: '7' }]);
    expect(notes).toEqual(['People.csv: nothing is made of Haarfarbe']);
  });

  it.each([
    [
      'leads: [1]',
      'm.yaml: leads: Invalid input: expected record, received array: write it like  leads: { id: "Lead Number" }',
    ],
    ['lead: { id: x }', 'm.yaml: Unrecognized key: "lead": write it like  leads: { id: "Lead Number" }'],
    [
      'files: { leeds: x.csv }',
      'm.yaml: files: there is no kind “leeds”: leads, deals, campaigns, touches, costs, stages, activities, subscriptions',
    ],
  ])('of a mapping that is wrong are complained about: %s', (text, complaint) => {
    const mapping = readMapping('m.yaml', text);
    expect('because' in mapping ? importProblemText(mapping) : null).toBe(complaint);
  });
});

describe('A lead', () => {
  it('enters the stages at their days, in the zone of the organization and in the words of its playbook', () => {
    const [mia] = only(
      taken({ leads: 'id,created_at,mql_at,sql_at,stage\n1,2026-03-28,2026-03-29,2026-03-30 08:15,SQL\n' }).rows,
      'person',
    );
    expect(mia).toMatchObject({ createdAt: new Date('2026-03-27T23:00:00Z'), stage: 'salesqualifiedlead' });
    expect(mia?.changes).toEqual([
      { field: 'stage', at: new Date('2026-03-28T23:00:00Z'), value: 'marketingqualifiedlead' },
      { field: 'stage', at: new Date('2026-03-30T06:15:00Z'), value: 'salesqualifiedlead' },
    ]);
  });

  it('has its stages from a history beside it, too', () => {
    const { rows } = taken({
      leads: 'id,created_at,crm\nL1,2026-03-01,salesforce\n',
      stage_history:
        'lead_id,stage,entered_at\nL1,MQL,2026-03-05T10:00:00Z\nL1,Sales Qualified,2026-03-09T10:00:00+02:00\n',
    });
    expect(only(rows, 'person')).toMatchObject([
      {
        crm: 'salesforce',
        status: 'Sales Qualified',
        changes: [
          { field: 'status', value: 'Marketing Qualified', at: new Date('2026-03-05T10:00:00Z') },
          { field: 'status', value: 'Sales Qualified', at: new Date('2026-03-09T08:00:00Z') },
        ],
      },
    ]);
  });
});

describe('A deal', () => {
  it.each([
    ['stage,closed_at', 'Closed Won,2026-05-01', true, true],
    ['stage,closed_at', 'Closed Lost,2026-05-01', true, false],
    ['stage,close_date', 'Negotiation,2026-05-01', false, false],
    ['won,closed_at', 'true,2026-05-01', true, true],
    ['won,closed_at', 'false,2026-05-01', true, false],
    ['won,closed_at', 'false,', false, false],
    ['is_closed,is_won,close_date', 'TRUE,FALSE,2026-05-01', true, false],
    ['status,close_date', 'won,2026-05-01', true, true],
  ])('with %s = %s is closed: %s, won: %s', (columns, cells, closed, won) => {
    const { rows } = taken({ deals: `id,created_at,${columns}\n1,2026-03-01,${cells}\n` });
    expect(only(rows, 'deal')).toMatchObject([{ closed, won }]);
  });

  it('belongs to the leads that it names by id or address', () => {
    const { rows, notes } = taken({
      leads: 'id,email,created_at\n1,mia@acme.test,2026-01-01\n2,bo@acme.test,2026-01-01\n',
      opportunities: 'id,lead_id,email,created_at\n1,1;2,,2026-02-01\n2,,MIA@acme.test,2026-02-01\n3,99,,2026-02-01\n',
    });
    expect(only(rows, 'deal').map(({ people }) => people.map(({ id }) => id))).toEqual([['1', '2'], ['1'], []]);
    expect(notes).toEqual([
      '1 line of opportunities.csv name people who are not in leads.csv (opportunities.csv:4 99): those deals belong to nobody',
    ]);
  });
});

it('a cost is for its days or for the whole of a month', () => {
  const { costs } = taken({
    costs: 'amount,from,to,channel,team\n"1,200.50",2026-02,,ads,\n5,2026-02-03,2026-02-04,,Sales\n',
  });
  expect(costs).toMatchObject([
    { amount: '1200.50', currency: 'EUR', fromDay: '2026-02-01', toDay: '2026-02-28', department: 'marketing' },
    { amount: '5', fromDay: '2026-02-03', toDay: '2026-02-04', department: 'sales' },
  ]);
});

describe('What is wrong', () => {
  it.each<[string, Files, string]>([
    [
      'a day that does not exist',
      { leads: 'id,created_at\n1,2026-02-30\n' },
      'leads.csv:2 created_at: there is no day 2026-02-30',
    ],
    [
      'a day that can be two',
      { leads: 'id,Created\n1,03/04/2026\n' },
      'leads.csv:2 Created: “03/04/2026” is no day and no instant: write it like 2026-12-31, 2026-12-31 14:05 or 2026-12-31T14:05:00Z',
    ],
    [
      'an empty cell that must not be',
      { leads: 'id,created_at\n1,2026-01-01\n,2026-01-01\n' },
      'leads.csv:3 id: it is empty, and must not be',
    ],
    [
      'the same id twice',
      { leads: 'id,created_at\n1,2026-01-01\n1,2026-01-02\n' },
      'leads.csv:3 id: “1” is on line 2 already: each id stands once',
    ],
    [
      'a column that is missing',
      { touches: 'lead_id,campaign\n1,2\n' },
      'touches.csv:1: there is no column at (nor date, touched_at, touch_at, touch_date): add it, or name it in a mapping file',
    ],
    [
      'an amount that is none',
      { deals: 'id,created_at,amount\n1,2026-01-01,lots\n' },
      'deals.csv:2 amount: “lots” is no amount: write it like 25000 or 25,000.00',
    ],
    [
      'a currency that is none',
      { deals: 'id,created_at,amount,currency\n1,2026-01-01,5,EURO\n' },
      'deals.csv:2 currency: “EURO” is no currency: write its ISO code, for example EUR',
    ],
    [
      'a closed deal without a day',
      { deals: 'id,created_at,won\n1,2026-01-01,yes\n' },
      'deals.csv:2: deal 1 is closed, and no day says when: fill closed_at',
    ],
    [
      'an answer that is neither',
      { deals: 'id,created_at,won\n1,2026-01-01,maybe\n' },
      'deals.csv:2 won: “maybe” is neither yes nor no: write true or false',
    ],
    [
      'a campaign that ends before it starts',
      { campaigns: 'id,start,end\n1,2026-02-01,2026-01-01\n' },
      'campaigns.csv:2 end: it ends on 2026-01-01, before it starts on 2026-02-01',
    ],
    [
      'a month that is none',
      { costs: 'amount,from\n5,2026-13\n' },
      'costs.csv:2 from: “2026-13” is no day and no month: write it like 2026-12-31 or 2026-12',
    ],
    ['nothing at all', { leads: '' }, 'leads.csv: the file is empty: it needs a line with the names of its columns'],
    [
      'a stage that the playbook cannot say',
      { leads: 'id,crm,created_at,customer_at\n1,salesforce,2026-01-01,2026-02-01\n' },
      'leads.csv:2 customer_at: the playbook has no word for this stage in salesforce: add one to kpis.stages.customer.salesforce',
    ],
  ])('is said with file, line, column and how to mend it: %s', (_, files, complaint) => {
    expect(complaints(files)).toEqual([complaint]);
  });

  it('is said of a line with too many cells', () => {
    expect(complaints({ leads: 'id,created_at\n1,2026-01-01,x\n' })[0]).toMatch(/^leads.csv:2: Invalid Record Length/u);
  });

  it('is said of all places at once', () => {
    expect(complaints({ leads: 'id,created_at\n1,x\n2,y\n', deals: 'id,created_at\n,2026-01-01\n' })).toHaveLength(3);
  });
});

const HOLDS = {
  text: 'text',
  instant: 'day or instant',
  day: 'day',
  amount: 'amount',
  count: 'whole number',
  flag: 'true or false',
};

it('the columns are those of docs/kpis.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'kpis.md'), 'utf8');
  const rows = Object.entries(FILES).flatMap(([file, columns]) =>
    Object.entries<Column>(columns).map(([name, { kind, also, required }], index) => {
      const others = also.slice(0, 4).map((other) => `\`${other}\``);
      return `| ${index === 0 ? `\`${file}.csv\`` : ''} | \`${name}\`${required ? ' (needed)' : ''} | ${HOLDS[kind]} | ${others.join(', ')} |`;
    }),
  );
  const squeezed = text.replaceAll(/ +/gu, ' ');
  expect(rows.filter((row) => !squeezed.includes(row.replaceAll(/ +/gu, ' ')))).toEqual([]);
});
