import { assert, constantFrom, integer, option, property, record, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignPlan } from '#features/campaigns/campaign.ts';
import { changeContent, changedPlan, changeInWords } from '#features/campaigns/change.ts';
import {
  budgetAtHome,
  changedKeys,
  contentInWords,
  contentOf,
  factsOf,
  isFree,
  withContent,
} from '#features/campaigns/plan.ts';
import { planProblems } from '#features/campaigns/plan-problems.ts';
import { tidyPlan } from '#features/campaigns/tidy-plan.ts';
import type { CrmName } from '#ports/crm.ts';
import { aPlan } from '../../support/campaign-builder.ts';
import { playbookText, aPlaybook } from '../playbook/builders.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';

const both: ReadonlySet<CrmName> = new Set(['hubspot', 'salesforce']);
const playbook = withRates('USD: 0.92');

function withRates(rates: string) {
  const text = playbookText().replace('currency: EUR', `currency: EUR, rates: { ${rates} }`);
  const outcome = parsePlaybook(text);
  if (outcome.kind !== 'valid') throw new Error('the playbook is wrong');
  return outcome.playbook;
}

function problems(over: Partial<CampaignPlan>, crms = both) {
  return planProblems(playbook, crms, aPlan(over)).map(({ field, message }) => [field, message]);
}

const days = constantFrom('2026-04-01', '2026-05-31', '2027-01-01');
const text = constantFrom('a', 'EMEA newsletter', 'x, y', 'https://acme.test/a?b=c');
const plans = record({
  name: text,
  type: text,
  channel: text,
  crms: subarray<CrmName>(['hubspot', 'salesforce'], { minLength: 1 }),
  owner: option(constantFrom('mia@acme.test', 'bo@acme.test')),
  startsOn: option(days),
  endsOn: option(days),
  budget: option(constantFrom('0.00', '12.50', '25000.00')),
  currency: constantFrom('EUR', 'USD'),
  audience: option(text),
  audienceSize: option(integer({ min: 0, max: 100_000 })),
  suppressionList: option(text),
  contentUrl: option(text),
  utm: constantFrom<CampaignPlan['utm']>({}, { source: 'x' }, { source: 'y', term: 'z' }),
  goals: option(text),
});

describe('a content', () => {
  it('has all of the plan in it', () => {
    assert(
      property(plans, plans, (plan, other) => {
        expect(contentOf(withContent(other, contentOf(plan)))).toEqual(contentOf(plan));
      }),
    );
  });

  it('of a change brings the plan from what it was to what it is to be, and names nothing else', () => {
    assert(
      property(plans, plans, (before, next) => {
        const change = changeContent(before, next);
        expect(contentOf(changedPlan(before, change))).toEqual(contentOf(next));
        const changed = Object.keys(change).filter((key) => !key.endsWith('_was'));
        expect(changed.filter((key) => key !== 'currency' && key !== 'budget')).toEqual(
          changedKeys(before, next).filter((key) => key !== 'currency' && key !== 'budget'),
        );
      }),
    );
  });

  it('reads as people say it', () => {
    expect(contentInWords(contentOf(aPlan({ goals: null })))).toContainEqual({ label: 'Budget', value: '€25,000' });
    expect(contentInWords(contentOf(aPlan()))).toContainEqual({
      label: 'Goes live in',
      value: 'HubSpot and Salesforce',
    });
    const labels = contentInWords(contentOf(aPlan())).map(({ label }) => label);
    expect(labels.slice(0, 4)).toEqual(['Name', 'Budget', 'When', 'Audience']);
    expect(contentInWords(contentOf(aPlan({ budget: null })))).toContainEqual({ label: 'Currency', value: 'EUR' });
    const change = changeContent(aPlan(), aPlan({ budget: '30000.00', endsOn: '2026-05-31', audience: null }));
    expect(changeInWords(change)).toEqual([
      { label: 'Ends', value: '2026-04-30 → 2026-05-31' },
      { label: 'Budget', value: '€25,000 → €30,000' },
      { label: 'Audience', value: 'EMEA newsletter → nothing' },
    ]);
  });

  it('may change for free only in what it is for and whose it is', () => {
    expect(isFree(changedKeys(aPlan(), aPlan({ goals: 'more', owner: 'bo@acme.test' })))).toBe(true);
    expect(isFree(changedKeys(aPlan(), aPlan({ goals: 'more', audienceSize: 1 })))).toBe(false);
  });
});

describe('what policies ask about', () => {
  it('has its money in the organization’s currency', () => {
    expect(factsOf(aPlan({ currency: 'USD' }), playbook.organization).campaign).toMatchObject({
      budget: 23_000,
      days: 30,
    });
    expect(factsOf(aPlan({ budget: null }), playbook.organization).campaign).toMatchObject({ budget: 0 });
  });

  it('is never worked out without a rate', () => {
    expect(budgetAtHome(aPlan({ currency: 'GBP' }), playbook.organization)).toBeNull();
    expect(() => factsOf(aPlan({ currency: 'GBP' }), playbook.organization)).toThrow('There is no rate for GBP');
  });
});

describe('a plan', () => {
  it('can be kept when everything in it is right, however much is still missing', () => {
    expect(problems({})).toEqual([]);
    const bare = { owner: null, startsOn: null, endsOn: null, budget: null, audience: null, audienceSize: null };
    expect(problems({ ...bare, suppressionList: null, contentUrl: null, utm: {}, goals: null })).toEqual([]);
  });

  it.each<[string, Partial<CampaignPlan>, string, string]>([
    ['the end is before the start', { endsOn: '2026-03-31' }, 'ends_on', 'The end is before the start, 2026-04-01'],
    ['it lasts for ever', { endsOn: '2029-04-01' }, 'ends_on', 'A campaign lasts two years at most'],
    ['a day is none', { endsOn: '2026-04-31' }, 'ends_on', 'A day is written 2026-12-24'],
    ['its currency is none', { currency: 'EURO' }, 'currency', 'EURO is no currency: write its code, such as EUR'],
    [
      'its currency has no rate',
      { currency: 'GBP' },
      'currency',
      'There is no rate for GBP: plan in EUR, or have ops add organization.rates.GBP to the playbook',
    ],
    ['its budget is no amount', { budget: '1e9' }, 'budget', 'A budget is an amount of cents at most'],
    [
      'its link is none',
      { contentUrl: 'javascript:alert(1)' },
      'content_url',
      'A link begins with https:// or http://',
    ],
    [
      'its audience has half a person',
      { audienceSize: 1.5 },
      'audience_size',
      'The size of an audience is a whole number',
    ],
    ['its owner is no address', { owner: '<@U0MIA>' }, 'owner', 'The owner is named by e-mail address'],
    ['it goes nowhere', { crms: [] }, 'crms', 'Choose where the campaign goes live'],
    [
      'its channel is unknown',
      { channel: 'fax' },
      'channel',
      'A channel is one of email, linkedin, google, web, partner',
    ],
    [
      'its tags are wrong',
      { utm: { source: 'A B' } },
      'utm_source',
      'utm_source is written in lower-case letters, digits, - _ and .',
    ],
    ['its goals are a novel', { goals: 'x'.repeat(2001) }, 'goals', 'At most 2000 characters'],
  ])('is refused at the field when %s', (_, over, field, message) => {
    expect(problems(over)).toEqual([[field, message]]);
  });

  it('is refused for a CRM that is not connected', () => {
    expect(problems({}, new Set(['hubspot']))).toEqual([['crms', 'Salesforce is not connected']]);
  });

  it('says everything that is wrong at once', () => {
    expect(problems({ name: 'x', currency: 'XXL', endsOn: '2026-01-01' }).map(([field]) => field)).toEqual([
      'name',
      'ends_on',
      'currency',
      'utm_campaign',
    ]);
  });

  it('is kept tidy', () => {
    const typed = aPlan({
      name: ' a ',
      owner: 'Mia@Acme.test',
      budget: '25000',
      currency: 'eur',
      goals: ' ',
      utm: { source: ' ' },
    });
    expect(tidyPlan(typed)).toMatchObject({
      name: 'a',
      owner: 'mia@acme.test',
      budget: '25000.00',
      currency: 'EUR',
      goals: null,
      utm: {},
    });
  });
});

it('stands in a playbook without a word about campaigns', () => {
  expect(planProblems(aPlaybook(), both, aPlan())).toEqual([]);
});
