import { describe, expect, it } from 'vitest';
import { aPlaybook, marked, playbookText, problemsIn } from './builders.ts';

/** The campaigns block as one line, which is line 4. */
function withCampaigns(block: string): string {
  return playbookText(`campaigns: { ${block} }\n`);
}

describe('the rules of campaigns', () => {
  it('are there without a word', () => {
    expect(aPlaybook().campaigns).toMatchObject({
      naming: { pattern: '{yyyy}-{mm}-{type}-{topic}', parts: {} },
      utm: { required: ['source', 'medium', 'campaign'], campaign_is_name: true },
      audience_cap: 50_000,
      checklist: expect.arrayContaining(['links_answer', 'no_clash']),
    });
  });

  it('may have parts of a name and items of a checklist of their own', () => {
    const { campaigns } = aPlaybook(`campaigns:
  naming: { pattern: "{q}-{region}-{topic}", parts: { region: [emea, na] } }
  checklist: [owner_set, { id: legal-read, ask: Legal has read it }]
`);
    expect(campaigns.naming.parts).toEqual({ region: ['emea', 'na'] });
    expect(campaigns.checklist).toEqual(['owner_set', { id: 'legal-read', ask: 'Legal has read it' }]);
  });

  it.each([
    {
      when: 'a placeholder is unknown',
      block: 'naming: { pattern: "{yyyy}-{▸topc}-{topic}" }',
      message: 'unknown placeholder {topc}',
      suggestion: 'topic',
    },
    {
      when: 'a brace is left open',
      block: 'naming: { pattern: "{topic}-▸{mm" }',
      message: 'a placeholder is written {type}, with both braces',
      suggestion: null,
    },
    {
      when: 'nothing says what a campaign is about',
      block: 'naming: { pattern: "▸{yyyy}-{mm}" }',
      message: 'without {topic} two campaigns of a month would share a name',
      suggestion: null,
    },
    {
      when: 'a part is not in the pattern',
      block: 'naming: { pattern: "{topic}", parts: { region: ▸[na] } }',
      message: 'the pattern has no {region}',
      suggestion: null,
    },
    {
      when: 'a part has a name that means something',
      block: 'naming: { pattern: "{type}-{topic}", parts: { type: ▸[na] } }',
      message: '{type} has a meaning of its own: call this part something else',
      suggestion: null,
    },
    {
      when: 'a part can be nothing',
      block: 'naming: { pattern: "{topic}-{region}", parts: { region: ▸[] } }',
      message: 'name what it may be',
      suggestion: null,
    },
    {
      when: 'a check is unknown',
      block: 'checklist: [▸owner_sett]',
      message: 'unknown check "owner_sett"',
      suggestion: 'owner_set',
    },
    {
      when: 'an item is garbled',
      block: 'checklist: [{ id: legal, ▸asks: Read it }]',
      message: 'unknown key asks',
      suggestion: 'ask',
    },
    {
      when: 'an item is there twice',
      block: 'checklist: [{ id: legal, ask: A }, { id: ▸legal, ask: B }]',
      message: 'there is an item "legal" already',
      suggestion: null,
    },
    {
      when: 'a check is there twice',
      block: 'checklist: [owner_set, ▸owner_set]',
      message: 'there is an item "owner_set" already',
      suggestion: null,
    },
    {
      when: 'an item is for a role that nobody declared',
      block: 'checklist: [{ id: legal, ask: A, by: ["role:▸legl"] }]',
      message: 'unknown role "legl"',
      suggestion: null,
    },
    {
      when: 'an item is for nobody',
      block: 'checklist: [{ id: legal, ask: A, by: ▸[] }]',
      message: 'name somebody',
      suggestion: null,
    },
    {
      when: 'a type is there twice',
      block: 'types: [email, ▸email]',
      message: 'there is a type "email" already',
      suggestion: null,
    },
    {
      when: 'a channel has capitals',
      block: 'channels: [▸LinkedIn]',
      message: 'lower-case letters, digits and hyphens',
      suggestion: null,
    },
    {
      when: 'a UTM parameter is unknown',
      block: 'utm: { required: [▸campain] }',
      message: 'unknown UTM parameter "campain"',
      suggestion: 'campaign',
    },
    {
      when: 'nobody may be reached',
      block: 'audience_cap: ▸0',
      message: 'at least 1',
      suggestion: null,
    },
  ])('are refused when $when', ({ block, message, suggestion }) => {
    const { text, line, column } = marked(withCampaigns(block));
    expect(problemsIn(text)).toContainEqual(expect.objectContaining({ line, column, message, suggestion }));
  });
});

describe('the company', () => {
  it.each([
    {
      when: 'its own currency has a rate',
      text: playbookText().replace('currency: EUR', 'currency: EUR, rates: { USD: 0.9, EUR: ▸1 }'),
      message: 'EUR is your own currency: it needs no rate',
      suggestion: null,
    },
    {
      when: 'a rate is nothing',
      text: playbookText().replace('currency: EUR', 'currency: EUR, rates: { USD: ▸0 }'),
      message: 'a rate is more than nothing',
      suggestion: null,
    },
    {
      when: 'a rate is of no currency',
      text: playbookText().replace('currency: EUR', 'currency: EUR, rates: { ▸USDD: 1 }'),
      message: 'not an ISO 4217 currency: USDD',
      suggestion: 'USD',
    },
    {
      when: 'a holiday is no day',
      text: playbookText().replace('currency: EUR', 'currency: EUR, holidays: [▸24.12.]'),
      message: 'a day is written 2026-12-24',
      suggestion: null,
    },
    {
      when: 'working hours go backwards',
      text: playbookText().replace('currency: EUR', 'currency: EUR, working_hours: ▸"Mon-Fri 18:00-09:00"'),
      message: 'working hours are written "Mon-Fri 09:00-18:00"',
      suggestion: null,
    },
    {
      when: 'somebody is their own manager',
      text: playbookText('people: [{ email: a@b.io, manager: ▸A@b.io }]\n'),
      message: 'nobody is their own manager',
      suggestion: null,
    },
    {
      when: 'a role is nearly one that the app knows',
      text: playbookText('roles: { admins: ▸[a@b.io] }\n'),
      message: 'admins is too close to a role that the app knows',
      suggestion: 'admin',
    },
    {
      when: 'a role has capitals',
      text: playbookText('roles: { Legal Team: ▸[a@b.io] }\n'),
      message: 'a role is called in lower case, like legal_team',
      suggestion: null,
    },
  ])('is refused when $when', ({ text: written, message, suggestion }) => {
    const { text, line, column } = marked(written);
    expect(problemsIn(text)).toContainEqual(expect.objectContaining({ line, column, message, suggestion }));
  });

  it('may have roles of its own', () => {
    expect(aPlaybook('roles: { vp: [v@b.io], cfo: [c@b.io], boss: [b@b.io] }\n').roles).toMatchObject({
      vp: ['v@b.io'],
    });
  });
});
