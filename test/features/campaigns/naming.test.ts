import { describe, expect, it } from 'vitest';
import { checkName, proposeName, slug } from '#features/campaigns/naming.ts';
import type { CampaignPlan } from '#features/campaigns/campaign.ts';
import { aPlan } from '../../support/campaign-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';

function rules(naming = '{ pattern: "{yyyy}-{mm}-{type}-{topic}" }') {
  return aPlaybook(`campaigns: { naming: ${naming} }`).campaigns;
}

const regional = rules('{ pattern: "{region}_{yyyy}Q{q}_{channel}_{topic}", parts: { region: [emea, na] } }');

function problems(plan: Partial<CampaignPlan>, by = rules()) {
  return checkName(by, aPlan(plan));
}

describe('a name', () => {
  it.each([
    ['2026-04-webinar-spring-launch', rules()],
    ['2026-04-webinar-q2', rules()],
    ['emea_2026Q2_email_spring', regional],
    ['na_2026Q2_email_spring-2', regional],
  ])('%s follows its rule', (name, by) => {
    expect(problems({ name }, by)).toEqual([]);
  });

  it('is proposed from what the plan says and what is left of what was typed', () => {
    expect(problems({ name: 'Spring Launch' })).toEqual([
      { message: 'The naming rule is {yyyy}-{mm}-{type}-{topic}', suggestion: '2026-04-webinar-spring-launch' },
    ]);
  });

  it.each([
    { when: 'the month is another than the start’s', name: '2026-05-webinar-spring', right: '2026-04-webinar-spring' },
    { when: 'the type is another', name: '2026-04-event-spring', right: '2026-04-webinar-event-spring' },
    { when: 'its order is wrong', name: 'spring-webinar-2026', right: '2026-04-webinar-spring' },
    {
      when: 'it has capitals and spaces',
      name: '2026-04 Webinar Großer Frühling!',
      right: '2026-04-webinar-grosser-fruhling',
    },
    { when: 'it has a mention in it', name: '2026-04-webinar-<!channel>-spring', right: '2026-04-webinar-spring' },
    { when: 'it is empty', name: '', right: null },
    { when: 'nothing is left for a topic', name: '2026-04-webinar', right: null },
  ])('is refused when $when', ({ name, right }) => {
    const [problem, ...others] = problems({ name });
    expect(others).toEqual([]);
    expect(problem?.suggestion).toBe(right);
  });

  it('names the values that its own parts may have', () => {
    expect(problems({ name: 'NA spring' }, regional)).toEqual([
      {
        message: 'The naming rule is {region}_{yyyy}Q{q}_{channel}_{topic}; {region} is emea or na',
        suggestion: 'na_2026Q2_email_spring',
      },
    ]);
  });

  it('is no place for mentions, markup or invisible characters', () => {
    for (const name of ['<@U0ANA>', 'a\u202eb', 'two\nlines', 'a > b']) {
      expect(problems({ name })[0]?.message).toBe('A name has no mentions, no < or > and no invisible characters');
    }
  });

  it('fits into both CRMs', () => {
    expect(problems({ name: `2026-04-webinar-${'a'.repeat(80)}` })[0]?.message).toBe(
      'A name has at most 80 characters',
    );
  });

  it('can be checked before there is a start, and is not proposed then', () => {
    expect(problems({ name: '2027-01-webinar-spring', startsOn: null })).toEqual([]);
    expect(problems({ name: '2027-13-webinar-spring', startsOn: null })).toHaveLength(1);
    expect(proposeName(rules(), aPlan({ name: 'spring', startsOn: null }))).toBeNull();
  });

  it('is proposed so that it follows the rule', () => {
    const names = ['Spring', 'x', 'EMEA na 2026', 'a--b__c', '1 2 3', 'café & bar', 'spring 2026-04'];
    const wrong = names.flatMap((name) =>
      [rules(), regional].flatMap((by) => {
        const proposed = proposeName(by, aPlan({ name }));
        return proposed === null ? [] : problems({ name: proposed }, by);
      }),
    );
    expect(wrong).toEqual([]);
  });
});

it('writes any text as a part of a name', () => {
  expect(slug('Über-Launch 2027!')).toBe('uber-launch-2027');
  expect(slug('<@U0ANA> says')).toBe('says');
  expect(slug('…')).toBe('');
});
