import { describe, expect, it } from 'vitest';
import { approversIn } from '#features/playbook/approvals.ts';
import { approverText } from '#features/playbook/approvers.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { playbookText, problemsIn } from './builders.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { HOUR_MS } from '#kernel/time.ts';

/** What policies need around them; policies begin on line 7. */
const COMPANY = `people: [{ email: mia@acme.test, manager: vera@acme.test }]
roles: { admin: [opa@acme.test], legal: [lea@acme.test, leo@acme.test], nobody: [] }
`;

function withPolicies(...lines: readonly string[]): string {
  return playbookText(`${COMPANY}approvals:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

/** A policy on the launch with these lines as steps, from line 10 on. */
function withSteps(...steps: readonly string[]): string {
  const lines = steps.map((step) => `    ${step}`);
  return withPolicies('- name: p', '  on: campaign.launch', '  steps:', ...lines);
}

function parsed(text: string): Playbook {
  const outcome = parsePlaybook(text);
  if (outcome.kind === 'valid') return outcome.playbook;
  throw new Error(outcome.problems.map(({ line, message }) => `${line}: ${message}`).join('; '));
}

const GATED = `rules:
  - { name: r, on: opportunity.won, do: [{ create_task: { in: hubspot, subject: Call, gate: deals } }] }
`;

describe('a policy that is right', () => {
  it('has steps one after the other and side by side, with every way to decide', () => {
    const [policy] = parsed(
      withSteps(
        '- { name: Marketing, any_of: [group:marketing-managers, Mia@Acme.test] }',
        '- together:',
        '    - { all_of: [role:legal] }',
        '    - { if: campaign.budget > 50000, majority_of: [a@b.io, c@b.io, d@b.io] }',
        '- { n_of: { n: 2, of: [field:campaign.owner, manager_of:campaign.owner, manager_of:requester] } }',
      ),
    ).approvals;
    expect(policy?.stages).toMatchObject([
      [
        {
          name: 'Marketing',
          if: null,
          quorum: { kind: 'any' },
          approvers: [
            { kind: 'group', handle: 'marketing-managers' },
            { kind: 'person', email: 'mia@acme.test' },
          ],
        },
      ],
      [
        { name: null, quorum: { kind: 'all' }, approvers: [{ kind: 'role', role: 'legal' }] },
        { if: { source: 'campaign.budget > 50000' }, quorum: { kind: 'majority' } },
      ],
      [
        {
          quorum: { kind: 'count', count: 2 },
          approvers: [
            { kind: 'field', path: 'campaign.owner' },
            { kind: 'manager_of', path: 'campaign.owner' },
            { kind: 'manager_of', path: null },
          ],
        },
      ],
    ]);
  });

  it('has times and manners of its own, and defaults for them', () => {
    const [policy] = parsed(withSteps('- { any_of: [a@b.io] }')).approvals;
    expect(policy).toMatchObject({
      if: null,
      remind_after: 4 * HOUR_MS,
      escalate_after: 24 * HOUR_MS,
      expire_after: 120 * HOUR_MS,
      escalate_to: [{ kind: 'role', role: 'admin' }],
      expires_as: 'expired',
      comment_on_reject: true,
      same_person_in_steps: false,
      bulk: false,
    });
  });

  it('names its approvers in the words that it was written in', () => {
    const words = ['a@b.io', 'group:g-1', 'role:legal', 'field:campaign.owner', 'manager_of:requester'];
    const [policy] = parsed(withSteps(`- { any_of: [${words.join(', ')}] }`)).approvals;
    expect(policy && approversIn(policy).map(approverText)).toEqual([...words, 'role:admin']);
  });

  it('may be left to those below it where it has a condition', () => {
    const text = withPolicies(
      '- { name: big, on: campaign.launch, if: campaign.budget > 10000, steps: [{ any_of: [a@b.io] }] }',
      '- { name: small, on: campaign.launch, steps: [{ any_of: [a@b.io] }] }',
      '- { name: live, on: campaign.change, steps: [{ any_of: [a@b.io] }] }',
    );
    expect(parsed(text).approvals.map(({ name }) => name)).toEqual(['big', 'small', 'live']);
  });

  it('stands before an action that names it', () => {
    const text = withPolicies(
      '- { name: deals, on: action, if: opportunity.amount > 5, steps: [{ any_of: [a@b.io] }] }',
    );
    expect(parsed(text + GATED).rules[0]?.do[0]).toMatchObject({ kind: 'create_task', gate: 'deals' });
  });

  it.each([
    {
      when: 'their conditions are not the same',
      steps: ['{ if: campaign.budget > 9, all_of: [a@b.io] }', '{ if: campaign.budget <= 9, all_of: [a@b.io] }'],
    },
    { when: 'somebody else can take one of them', steps: ['{ any_of: [a@b.io, c@b.io] }', '{ all_of: [a@b.io] }'] },
    { when: 'a group may bring others', steps: ['{ any_of: [a@b.io] }', '{ any_of: [a@b.io, group:g] }'] },
    {
      when: 'three share three steps',
      steps: ['{ any_of: [a@b.io, c@b.io] }', '{ any_of: [a@b.io, d@b.io] }', '{ any_of: [a@b.io] }'],
    },
  ])('may name a person in two steps when $when', ({ steps }) => {
    expect(problemsIn(withSteps(...steps.map((step) => `- ${step}`)))).toEqual([]);
  });

  it('may let one person count in two steps', () => {
    const text = withPolicies(
      '- { name: p, on: campaign.launch, same_person_in_steps: true, steps: [{ all_of: [a@b.io] }, { all_of: [a@b.io] }] }',
    );
    expect(problemsIn(text)).toEqual([]);
  });
});

const NOBODY =
  'an approver is an e-mail address, group:handle, role:name, field:campaign.owner, manager_of:campaign.owner or manager_of:requester';

describe('a step', () => {
  it.each([
    {
      when: 'it is empty',
      step: '{ name: x }',
      at: [10, 9],
      message: 'a step needs one of any_of, all_of, majority_of, n_of and together',
    },
    { when: 'it has no approver', step: '{ any_of: [] }', at: [10, 19], message: 'a step needs an approver' },
    {
      when: 'it decides in two ways',
      step: '{ any_of: [a@b.io], all_of: [c@b.io] }',
      at: [10, 9],
      message: 'a step has one of any_of, all_of, majority_of, n_of and together alone',
    },
    {
      when: 'one alone is side by side',
      step: '{ together: [{ any_of: [a@b.io] }] }',
      at: [10, 21],
      message: 'side by side are two steps or more',
    },
    {
      when: 'one side by side is empty',
      step: '{ together: [{ any_of: [a@b.io] }, { name: x }] }',
      at: [10, 44],
      message: 'a step needs one of any_of, all_of, majority_of and n_of',
    },
    {
      when: 'steps side by side share a condition',
      step: '{ if: campaign.budget > 1, together: [{ any_of: [a@b.io] }, { any_of: [c@b.io] }] }',
      at: [10, 15],
      message: 'write the condition in each of the steps that are side by side',
    },
    {
      when: 'it takes more people than there are',
      step: '{ n_of: { n: 3, of: [a@b.io, role:nobody, manager_of:requester] } }',
      at: [10, 22],
      message: '3 of 2 can never be reached',
    },
    { when: 'it takes nobody', step: '{ n_of: { n: 0, of: [a@b.io] } }', at: [10, 22], message: 'at least 1' },
    {
      when: 'somebody is in it twice',
      step: '{ any_of: [a@b.io, A@b.io] }',
      at: [10, 28],
      message: 'there is an approver "a@b.io" already',
    },
    { when: 'an approver is nobody', step: '{ any_of: [cfo] }', at: [10, 20], message: `"cfo" is nobody: ${NOBODY}` },
    {
      when: 'a role is empty',
      step: '{ any_of: [role:nobody] }',
      at: [10, 20],
      message: 'nobody has the role nobody: name somebody under roles',
    },
    {
      when: 'a field is no address',
      step: '{ any_of: [field:campaign.budget] }',
      at: [10, 26],
      message: 'campaign.budget is no e-mail address of a colleague; campaign.owner is',
    },
    {
      when: 'its condition asks about leads',
      step: '{ if: lead.score > 3, any_of: [a@b.io] }',
      at: [10, 15],
      message: 'unknown field lead.score',
    },
    {
      when: 'its condition is no yes or no',
      step: '{ if: campaign.budget, any_of: [a@b.io] }',
      at: [10, 15],
      message: 'a condition must be true or false, and this is a number',
    },
  ])('is refused when $when', ({ step, at, message }) => {
    const [line, column] = at;
    expect(problemsIn(withSteps(`- ${step}`))).toContainEqual(expect.objectContaining({ line, column, message }));
  });

  it.each([
    {
      what: 'a role',
      step: '{ any_of: [role:legall] }',
      at: [10, 25],
      message: 'unknown role "legall"',
      suggestion: 'legal',
    },
    {
      what: 'a field',
      step: '{ any_of: [field:campaign.ownr] }',
      at: [10, 26],
      message: 'unknown field campaign.ownr',
      suggestion: 'campaign.owner',
    },
    {
      what: 'a field of a manager',
      step: '{ any_of: [manager_of:campaign.ower] }',
      at: [10, 31],
      message: 'unknown field campaign.ower',
      suggestion: 'campaign.owner',
    },
    {
      what: 'a group',
      step: '{ any_of: [grup:legal] }',
      at: [10, 20],
      message: `"grup:legal" is nobody: ${NOBODY}`,
      suggestion: 'group:legal',
    },
    {
      what: 'a group by its @',
      step: '{ any_of: ["@Legal"] }',
      at: [10, 20],
      message: `"@Legal" is nobody: ${NOBODY}`,
      suggestion: 'group:legal',
    },
    {
      what: 'the way to decide',
      step: '{ anyof: [a@b.io] }',
      at: [10, 11],
      message: 'unknown key anyof',
      suggestion: 'any_of',
    },
    {
      what: 'a condition',
      step: '{ if: campaign.budgt > 3, any_of: [a@b.io] }',
      at: [10, 15],
      message: 'unknown field campaign.budgt',
      suggestion: 'campaign.budget',
    },
    {
      what: 'a condition side by side',
      step: '{ together: [{ any_of: [a@b.io] }, { if: "campaign.typ == \'x\'", any_of: [c@b.io] }] }',
      at: [10, 51],
      message: 'unknown field campaign.typ',
      suggestion: 'campaign.type',
    },
  ])('is told what was meant by $what', ({ step, at, message, suggestion }) => {
    const [line, column] = at;
    expect(problemsIn(withSteps(`- ${step}`))).toEqual([
      expect.objectContaining({ line, column, message, suggestion }),
    ]);
  });

  it.each([
    {
      when: 'each of two steps needs them',
      steps: ['{ all_of: [a@b.io, c@b.io] }', '{ all_of: [a@b.io] }'],
      line: 11,
      who: 'a@b.io counts',
    },
    {
      when: 'a step has them alone',
      steps: ['{ any_of: [a@b.io] }', '{ n_of: { n: 1, of: [a@b.io] } }'],
      line: 11,
      who: 'a@b.io counts',
    },
    {
      when: 'a role is behind it',
      steps: ['{ all_of: [role:legal] }', '{ majority_of: [lea@acme.test, leo@acme.test] }'],
      line: 11,
      who: 'lea@acme.test, leo@acme.test count',
    },
    {
      when: 'two people are for three steps',
      steps: ['{ any_of: [a@b.io, c@b.io] }', '{ any_of: [a@b.io, c@b.io] }', '{ any_of: [c@b.io, a@b.io] }'],
      line: 12,
      who: 'c@b.io, a@b.io count',
    },
    {
      when: 'a condition brings them together',
      steps: ['{ if: campaign.budget > 9, all_of: [a@b.io] }', '{ all_of: [a@b.io, group:g] }'],
      line: 11,
      who: 'a@b.io counts',
    },
    {
      when: 'both apply under one condition',
      steps: ['{ if: campaign.budget > 9, all_of: [a@b.io] }', '{ if: campaign.budget > 9, any_of: [a@b.io] }'],
      line: 11,
      who: 'a@b.io counts',
    },
  ])('can never be done after another when $when', ({ steps, line, who }) => {
    expect(problemsIn(withSteps(...steps.map((step) => `- ${step}`)))).toEqual([
      expect.objectContaining({
        line,
        message: `${who} in one step alone, and an earlier one needs them: name somebody else here, or write same_person_in_steps: true`,
      }),
    ]);
  });
});

describe('a policy', () => {
  const steps = 'steps: [{ any_of: [a@b.io] }]';

  it.each([
    {
      when: 'it stands before nothing',
      lines: [`- { name: p, on: campaign.lunch, ${steps} }`],
      at: [7, 20],
      message: 'unknown gate "campaign.lunch"',
      suggestion: 'campaign.launch',
    },
    {
      when: 'it has no step',
      lines: ['- { name: p, on: campaign.launch, steps: [] }'],
      at: [7, 44],
      message: 'a policy needs a step',
      suggestion: null,
    },
    {
      when: 'its condition is wrong',
      lines: [`- { name: p, on: campaign.launch, if: campaign.bugdet > 1, ${steps} }`],
      at: [7, 41],
      message: 'unknown field campaign.bugdet',
      suggestion: 'campaign.budget',
    },
    {
      when: 'its name is taken',
      lines: [
        `- { name: p, on: campaign.launch, if: "true", ${steps} }`,
        `- { name: p, on: campaign.change, ${steps} }`,
      ],
      at: [8, 13],
      message: 'there is a policy "p" already',
      suggestion: null,
    },
    {
      when: 'one above takes everything',
      lines: [
        `- { name: p, on: campaign.launch, ${steps} }`,
        `- { name: q, on: campaign.launch, if: campaign.budget > 1, ${steps} }`,
      ],
      at: [8, 13],
      message: 'never comes to its turn: "p" above stands before every campaign.launch, for it has no condition',
      suggestion: null,
    },
    {
      when: 'no action waits for it',
      lines: [`- { name: p, on: action, ${steps} }`],
      at: [7, 13],
      message: 'no action waits for this policy: write gate: p in the settings of one',
      suggestion: null,
    },
    {
      when: 'it escalates to nobody',
      lines: [`- { name: p, on: campaign.launch, escalate_to: [], ${steps} }`],
      at: [7, 50],
      message: 'name somebody to escalate to',
      suggestion: null,
    },
    {
      when: 'it escalates to an unknown role',
      lines: [`- { name: p, on: campaign.launch, escalate_to: [role:admn], ${steps} }`],
      at: [7, 56],
      message: 'unknown role "admn"',
      suggestion: 'admin',
    },
    {
      when: 'a duration is none',
      lines: [`- { name: p, on: campaign.launch, remind_after: 4 hours, ${steps} }`],
      at: [7, 51],
      message: 'write a duration as a whole number and s, m, h or d, for example 15m',
      suggestion: null,
    },
    {
      when: 'it ends otherwise',
      lines: [`- { name: p, on: campaign.launch, expires_as: approved, ${steps} }`],
      at: [7, 49],
      message: 'unknown outcome "approved"; one of expired, rejected',
      suggestion: null,
    },
    {
      when: 'a key is unknown',
      lines: [`- { name: p, on: campaign.launch, remind: 4h, ${steps} }`],
      at: [7, 37],
      message: 'unknown key remind',
      suggestion: null,
    },
  ])('is refused when $when', ({ lines, at, message, suggestion }) => {
    const [line, column] = at;
    expect(problemsIn(withPolicies(...lines))).toEqual([
      expect.objectContaining({ line, column, message, suggestion }),
    ]);
  });

  it('needs a manager in people before it can ask one', () => {
    const text = playbookText(
      'roles: { admin: [a@b.io] }\napprovals:\n  - { name: p, on: campaign.launch, steps: [{ any_of: [manager_of:requester] }] }\n',
    );
    expect(problemsIn(text)).toMatchObject([
      { line: 6, message: 'nobody in people has a manager: write manager: there' },
    ]);
  });

  it('escalates to admins, of whom there must be one', () => {
    const text = playbookText('approvals:\n  - { name: p, on: campaign.launch, steps: [{ any_of: [a@b.io] }] }\n');
    expect(problemsIn(text)).toMatchObject([
      { line: 5, column: 5, message: 'nobody has the role admin: name somebody under roles' },
    ]);
  });

  it('on an action asks for no manager of a rule, and about no campaign', () => {
    const text = withPolicies(
      '- { name: deals, on: action, if: campaign.budget > 1, steps: [{ any_of: [manager_of:requester, manager_of:opportunity.owner_email, field:campaign.owner] }] }',
    );
    expect(problemsIn(text + GATED).map(({ message }) => message)).toEqual([
      'unknown field campaign.budget',
      'a rule asks here, and a rule has no manager: name whose manager by a field',
      'unknown field campaign.owner',
    ]);
  });

  it.each([
    { when: 'is not there', gate: 'deal', at: 93, message: 'unknown policy "deal"', suggestion: 'deals' },
    {
      when: 'stands before campaigns',
      gate: 'big',
      at: 93,
      message: '"big" stands before campaign.launch: a policy for actions has on: action',
      suggestion: null,
    },
  ])('that an action names is refused when it $when', ({ gate, at, message, suggestion }) => {
    const text = withPolicies(
      `- { name: big, on: campaign.launch, ${steps} }`,
      `- { name: deals, on: action, ${steps} }`,
    );
    const rules = `rules:\n  - { name: r, on: opportunity.won, do: [{ create_task: { in: hubspot, subject: Call, gate: ${gate} } }, { create_task: { in: salesforce, subject: Call, gate: deals } }] }\n`;
    expect(problemsIn(text + rules)).toEqual([expect.objectContaining({ line: 10, column: at, message, suggestion })]);
  });

  it('tells everything that is wrong with it at once, also where its shape is wrong', () => {
    const problems = problemsIn(
      withPolicies(
        '- name: p',
        '  on: campaign.launch',
        '  if: campaign.budgt > 1',
        '  bulk: maybe',
        '  steps:',
        '    - { any_of: [role:legl, 5] }',
        '    - { if: campaign.typ == 3, n_of: { n: 2, of: [a@b.io] } }',
      ),
    );
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [9, 'approvals[0].if'],
      [10, 'approvals[0].bulk'],
      [12, 'approvals[0].steps[0].any_of[0]'],
      [12, 'approvals[0].steps[0].any_of[1]'],
      [13, 'approvals[0].steps[1].if'],
      [13, 'approvals[0].steps[1].n_of.n'],
    ]);
  });
});
