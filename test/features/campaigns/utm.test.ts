import { describe, expect, it } from 'vitest';
import type { CampaignPlan } from '#features/campaigns/campaign.ts';
import { checkUtm, proposeUtm, taggedLink } from '#features/campaigns/utm.ts';
import { aPlan } from '../../support/campaign-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';

const rules = aPlaybook('').campaigns;
const strict = aPlaybook('campaigns: { utm: { sources: [newsletter, linkedin], mediums: [email, cpc] } }').campaigns;

function problems(plan: Partial<CampaignPlan>, by = rules) {
  return checkUtm(by, aPlan(plan)).map(({ key, message, suggestion }) => [key, message, suggestion]);
}

describe('tags', () => {
  it('are right when the required ones are there and say what the playbook allows', () => {
    expect(problems({})).toEqual([]);
    expect(problems({}, strict)).toEqual([]);
  });

  it('that are required are asked for, each with a proposal', () => {
    expect(problems({ utm: {} })).toEqual([
      ['source', 'utm_source is required by the playbook', 'email'],
      ['medium', 'utm_medium is required by the playbook', 'event'],
      ['campaign', 'utm_campaign is required by the playbook', '2026-04-webinar-spring-launch'],
    ]);
  });

  it.each([
    {
      when: 'a source is not on the list',
      utm: { source: 'twitter' },
      by: strict,
      problem: ['source', 'utm_source is one of newsletter, linkedin', 'newsletter'],
    },
    {
      when: 'a medium is not on the list',
      utm: { medium: 'fax' },
      by: strict,
      problem: ['medium', 'utm_medium is one of email, cpc', 'email'],
    },
    {
      when: 'a tag has capitals',
      utm: { source: 'LinkedIn' },
      by: strict,
      problem: ['source', 'utm_source is written in lower-case letters, digits, - _ and .', 'linkedin'],
    },
    {
      when: 'the campaign is another one’s',
      utm: { campaign: 'winter' },
      by: rules,
      problem: ['campaign', 'utm_campaign is the campaign’s name', '2026-04-webinar-spring-launch'],
    },
    {
      when: 'a tag has a mention in it',
      utm: { content: '<!channel>' },
      by: rules,
      problem: ['content', 'utm_content is written in lower-case letters, digits, - _ and .', null],
    },
  ])('are refused when $when', ({ utm, by, problem }) => {
    expect(problems({ utm: { ...aPlan().utm, ...utm } }, by)).toEqual([problem]);
  });

  it('in the link itself must say the same', () => {
    expect(problems({ contentUrl: 'https://acme.test/?utm_source=other' })).toEqual([
      ['source', 'The link itself says utm_source=other', 'newsletter'],
    ]);
  });

  it('that are proposed are right', () => {
    for (const by of [rules, strict]) {
      for (const utm of [{}, { source: 'X Y' }, { medium: 'fax', term: 'Two Words' }]) {
        const plan = aPlan({ utm });
        expect(problems({ utm: proposeUtm(by, plan) }, by)).toEqual([]);
      }
    }
  });
});

describe('the tagged link', () => {
  it('carries the tags beside what it had', () => {
    expect(
      taggedLink(aPlan({ contentUrl: 'https://acme.test/spring?lang=en#top', utm: { source: 'x', medium: 'email' } })),
    ).toBe('https://acme.test/spring?lang=en&utm_source=x&utm_medium=email#top');
  });

  it('is none without a link', () => {
    expect(taggedLink(aPlan({ contentUrl: null }))).toBeNull();
  });
});
