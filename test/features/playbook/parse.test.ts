import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { alert, aPlaybook, playbookText, problemsIn, withRule } from './builders.ts';

describe('a playbook that is right', () => {
  it('needs only a version, an organization and channels; the rest has defaults', () => {
    const playbook = aPlaybook();
    expect(playbook.intake).toEqual({
      announce_max_age: 72 * 3_600_000,
      import_brake: { leads: 500, within: 600_000 },
      poll_every: 60_000,
    });
    expect(playbook.roles).toEqual({ admin: [], ops: [] });
    expect(playbook.not_a_fit.write.hubspot).toEqual({ hs_lead_status: 'UNQUALIFIED' });
    expect(playbook.not_a_fit.reasons.length).toBeGreaterThan(0);
    expect([playbook.people, playbook.teams, playbook.rules, playbook.scoring]).toEqual([[], [], [], []]);
  });

  it('reads each action with its defaults', () => {
    const { rules } = aPlaybook(`teams: [{ name: smb, members: [cy@acme.test] }]
rules:
  - name: all
    on: lead.created
    do:
      - create_opportunity: { in: salesforce, stage: Prospecting, name: Inbound }
      - create_task: { in: hubspot, subject: Call }
      - update_record: { in: hubspot, set: { status: OPEN, hs_count: 3 } }
      - route: { team: smb }
      - alert: { channel: "#smb" }
`);
    expect(rules[0]?.refire).toBe('once');
    expect(rules[0]?.do).toMatchObject([
      { kind: 'create_opportunity', in: 'salesforce', stage: 'Prospecting', close_in: 90 * 86_400_000 },
      { kind: 'create_task', in: 'hubspot', due_in: 86_400_000 },
      { kind: 'update_record', set: { status: { source: 'OPEN' }, hs_count: 3 } },
      { kind: 'route', team: 'smb', claim_by: 'team', assign: 'claim' },
      { kind: 'alert', channel: '#smb', priority: 'normal' },
    ]);
  });

  it('keeps e-mail addresses in lower case and HubSpot owner ids as text', () => {
    const { people } = aPlaybook(`people: [{ email: Ana@Acme.test, hubspot_owner: 501 }]\n`);
    expect(people).toEqual([{ email: 'ana@acme.test', hubspot_owner: '501', holidays: [] }]);
  });

  it('may write the same text once and point to it', () => {
    const { rules } = aPlaybook(`rules:
  - { name: a, on: lead.created, if: &hot lead.score > 85, do: [{ alert: { channel: "#x" } }] }
  - { name: b, on: lead.updated, if: *hot, do: [{ alert: { channel: "#y" } }] }
`);
    expect(rules.map((rule) => rule.if?.source)).toEqual(['lead.score > 85', 'lead.score > 85']);
  });
});

describe('the YAML itself', () => {
  it.each([
    {
      when: 'a quote is left open',
      text: 'version: 1\norganization: "x',
      line: 2,
      column: 17,
      message: /not valid YAML/,
    },
    { when: 'a tab indents', text: 'organization:\n\tcurrency: EUR\n', line: 2, column: 1, message: /tabs/ },
    {
      when: 'a key is there twice',
      text: playbookText('teams: []\nteams: []\n'),
      line: 5,
      column: 1,
      message: /twice/,
    },
    {
      when: 'there are two documents',
      text: 'version: 1\n---\nversion: 1\n',
      line: 2,
      column: 1,
      message: /one document/,
    },
    { when: 'an alias has no anchor', text: 'version: *v\n', line: 1, column: 10, message: /anchored as &v/ },
    { when: 'it is over 1 MB', text: `# ${'x'.repeat(1_000_001)}`, line: 1, column: 1, message: /larger than 1 MB/ },
    { when: 'it is a list', text: '- a\n', line: 1, column: 1, message: /expected a block of keys, found a list/ },
    { when: 'it is empty', text: '', line: 1, column: 1, message: /expected a block of keys/ },
    { when: 'a tag is unknown', text: 'version: !ruby/object x\n', line: 1, column: 10, message: /not valid YAML/ },
  ])('is refused when $when', ({ text, line, column, message }) => {
    expect(problemsIn(text)[0]).toMatchObject({ line, column, message: expect.stringMatching(message) });
  });

  it('is refused when it nests without end, with one problem and no crash', () => {
    expect(problemsIn('['.repeat(50_000))).toMatchObject([{ line: 1, message: 'nested too deeply' }]);
  });

  it.each([
    { when: 'lines end as on Windows', text: playbookText('teams: 5\n').replaceAll('\n', '\r\n') },
    { when: 'the file begins with a byte order mark', text: `\ufeff${playbookText('teams: 5\n')}` },
  ])('is read all the same when $when', ({ text }) => {
    expect(problemsIn(text)).toMatchObject([{ line: 4, column: 8, message: 'expected a list, found a number' }]);
  });

  it('refuses aliases that expand to too much, without expanding them', () => {
    const ten = (name: string): string => `[${Array(10).fill(`*${name}`).join(', ')}]`;
    const bomb = `a: &a [1]\nb: &b ${ten('a')}\nc: &c ${ten('b')}\nd: ${ten('c')}\n`;
    expect(problemsIn(bomb)).toMatchObject([
      { line: 2, column: 8, message: expect.stringMatching(/expand to too much/) },
    ]);
  });

  it('survives a list that contains itself', () => {
    expect(problemsIn('version: &v [*v]\n').map(({ path }) => path)).toContain('version');
  });
});

describe('all at once', () => {
  it('tells every problem, in the order of the file', () => {
    const problems = problemsIn(
      withRule(
        '- name: r',
        '  on: lead.create',
        '  if: lead.scor > 85 && company.employes > 3',
        '  do: [{ rout: {} }, { alert: {} }]',
        '- 5',
      ),
    );
    expect(problems.map(({ line, column, path }) => [line, column, path])).toEqual([
      [7, 9, 'rules[0].on'],
      [8, 9, 'rules[0].if'],
      [8, 27, 'rules[0].if'],
      [9, 12, 'rules[0].do[0].rout'],
      [9, 26, 'rules[0].do[1].alert.channel'],
      [10, 5, 'rules[1]'],
    ]);
  });

  it('never throws, whatever the text', () => {
    const whole = withRule('- name: r', '  on: lead.created', '  if: lead.score > 85', alert);
    for (let cut = 0; cut < whole.length; cut += 3) {
      expect(() => parsePlaybook(whole.slice(0, cut))).not.toThrow();
      expect(() => parsePlaybook(whole.slice(cut))).not.toThrow();
    }
  });

  it('takes keys that mean something to JavaScript for what they are', () => {
    const text = playbookText('__proto__: { admin: true }\nconstructor: 1\n');
    expect(problemsIn(text).map(({ message }) => message)).toEqual([
      'unknown key __proto__',
      'unknown key constructor',
    ]);
  });
});
