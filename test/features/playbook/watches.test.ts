import { describe, expect, it } from 'vitest';
import { HOUR_MS, DAY_MS } from '#kernel/time.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { problemText } from '#features/playbook/problems.ts';
import { aPlaybook, playbookText } from './builders.ts';

/** `line:column message`; what is given begins on line 4. */
function problemsIn(...lines: readonly string[]): readonly string[] {
  const outcome = parsePlaybook(playbookText(lines.map((line) => `${line}\n`).join('')));
  if (outcome.kind === 'valid') return [];
  return outcome.problems.map((problem) => `${problem.line}:${problem.column} ${problemText(problem)}`);
}

describe('A playbook without watches', () => {
  it('watches nothing but Signalbox itself', () => {
    const { watches, watching } = aPlaybook();
    expect(watches).toEqual([]);
    expect(watching).toEqual({
      countries: [],
      events: [],
      settle: 2 * HOUR_MS,
      budget: { messages: 5, within: 7 * DAY_MS },
      remind_after: 4 * HOUR_MS,
      itself: true,
    });
  });
});

describe('Watches', () => {
  it('are written briefly', () => {
    const { watches, watching } = aPlaybook(`watches:
  - { metric: mqls where source = Web, by: country, channel: "#marketing", assignee: Vera@acme.test }
  - { metric: spend, channel: "#marketing", direction: up, sensitivity: eager }
  - { metric: leads this month, channel: "#revops", when: { behind_target: 0.2 } }
kpis: { targets: [{ kpi: leads, period: 2026-11, value: 400 }] }
watching:
  countries: [DE-BY, AT]
  events: [{ name: Fair, from: 2026-04-01, to: 2026-04-03, every_year: true, metrics: [leads] }]
  budget: { messages: 3 }
`);
    expect(watches[0]).toMatchObject({
      by: 'country',
      sensitivity: 'normal',
      direction: 'both',
      assignee: 'vera@acme.test',
    });
    expect(watches[2]?.when).toEqual({ behind_target: 0.2 });
    expect(watching.events[0]).toMatchObject({ from: '2026-04-01', to: '2026-04-03', every_year: true });
    expect(watching.budget).toEqual({ messages: 3, within: 7 * DAY_MS });
  });

  it.each([
    {
      what: 'a KPI that nothing has',
      lines: ['watches:', '  - { metric: "mql where source = Web", channel: "#x" }'],
      problems: ['5:15 unknown KPI "mql" - did you mean "mqls"?'],
    },
    {
      what: 'a dimension that there is not',
      lines: ['watches:', '  - { metric: mqls, by: sources, channel: "#x" }'],
      problems: ['5:25 unknown dimension "sources" - did you mean "source"?'],
    },
    {
      what: 'a dimension that the KPI does not know',
      lines: ['watches:', '  - { metric: spend, by: owner, channel: "#x" }'],
      problems: ['5:26 spend cannot be broken down by owner, only by source, channel, campaign'],
    },
    {
      what: 'any dimension of a KPI without',
      lines: ['watches:', '  - { metric: stack_cost, by: owner, channel: "#x" }'],
      problems: ['5:31 stack_cost cannot be broken down'],
    },
    {
      what: 'a dimension that an own KPI does not know',
      lines: [
        'kpis: { own: [{ id: web_spend, label: W, like: spend, if: "source == \'Web\'" }] }',
        'watches: [{ metric: web_spend, by: country, channel: "#x" }]',
      ],
      problems: ['5:36 web_spend cannot be broken down by country, only by source, channel, campaign'],
    },
    {
      what: 'the same twice, wherever it is told',
      lines: [
        'watches:',
        '  - { metric: Mqls, channel: "#x" }',
        '  - { metric: " mqls", channel: "#y", sensitivity: quiet }',
      ],
      problems: ['5:15 unknown KPI "Mqls" - did you mean "mqls"?', '6:15 this is watched already, and told in #x'],
    },
    {
      what: 'two limits in one',
      lines: ['watches: [{ metric: mqls, channel: "#x", when: { below: 4, above: 9 } }]'],
      problems: ['4:48 name one of below, above and behind_target'],
    },
    {
      what: 'a target that is not there',
      lines: ['watches: [{ metric: mqls, channel: "#x", when: { behind_target: 0.2 } }]'],
      problems: ['4:65 mqls has no target to be behind: write one under kpis.targets'],
    },
    {
      what: 'a channel and a person that cannot be',
      lines: ['watches: [{ metric: mqls, channel: x, assignee: vera }]'],
      problems: ['4:36 a channel is written "#name" (in quotes) or as its id, C0123ABCD', '4:49 not an e-mail address'],
    },
    {
      what: 'an event of an unknown KPI, twice, that ends before it begins',
      lines: [
        'watching:',
        '  events:',
        '    - { name: Fair, from: 2026-04-01, metrics: [lead] }',
        '    - { name: Fair, from: 2026-04-01, to: 2026-03-01 }',
        '    - { name: Fair, from: 2027-04-01 }',
      ],
      problems: [
        '6:49 unknown KPI "lead" - did you mean "leads"?',
        '7:15 there is an event "Fair" from 2026-04-01 already',
        '7:43 it ends before it begins',
      ],
    },
    {
      what: 'countries that are none',
      lines: ['watching: { countries: [Germany, XX, DE] }'],
      problems: ['4:25 a country is written DE, or DE-BY with its state', '4:34 there is no country XX'],
    },
  ])('are told of $what', ({ lines, problems }) => {
    expect(problemsIn(...lines)).toEqual(problems);
  });

  it('are at most 200, and their events at most 500', () => {
    const watches = Array.from({ length: 201 }, (_, nth) => `{ metric: mqls where employees > ${nth}, channel: "#x" }`);
    expect(problemsIn(`watches: [${watches.join(', ')}]`)).toEqual(['4:10 at most 200']);
    const events = Array.from({ length: 501 }, (_, nth) => `{ name: e${nth}, from: 2026-04-01 }`);
    expect(problemsIn(`watching: { events: [${events.join(', ')}] }`)).toEqual(['4:21 at most 500']);
  });
});
