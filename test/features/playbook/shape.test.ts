import { describe, expect, it } from 'vitest';
import { alert, playbookText, problemsIn, withRule } from './builders.ts';

describe('the shape', () => {
  it.each([
    {
      when: 'a value has the wrong type',
      text: playbookText('teams: 5\n'),
      at: [4, 8],
      message: 'expected a list, found a number',
    },
    {
      when: 'a key is missing',
      text: 'version: 1\norganization: { timezone: UTC, currency: EUR }\n',
      at: [1, 1],
      message: 'missing key channels',
    },
    {
      when: 'an alert has no channel',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ alert: {} }]'),
      at: [8, 12],
      message: 'missing key channel',
    },
    {
      when: 'a channel became a comment',
      text: 'version: 1\norganization: { timezone: UTC, currency: EUR }\nchannels:\n  ops: #revops\n  fallback: "#revops"\n',
      at: [4, 3],
      message: 'expected text, found nothing: # begins a comment, so write "#name" in quotes',
    },
    {
      when: 'a channel has no #',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ alert: { channel: sales } }]'),
      at: [8, 30],
      message: 'a channel is written "#name" (in quotes) or as its id, C0123ABCD',
    },
    {
      when: 'a team is empty',
      text: playbookText('teams:\n  - name: a\n    members: []\n'),
      at: [6, 14],
      message: 'a team needs a member',
    },
    {
      when: 'two teams share a name',
      text: playbookText('teams:\n  - { name: a, members: [a@b.io] }\n  - { name: a, members: [a@b.io] }\n'),
      at: [6, 13],
      message: 'there is a team "a" already',
    },
    {
      when: 'a member is listed twice',
      text: playbookText('teams:\n  - { name: a, members: [a@b.io, A@b.io] }\n'),
      at: [5, 34],
      message: 'there is a member "a@b.io" already',
    },
    {
      when: 'two rules share a name',
      text: withRule('- name: r', '  on: lead.created', alert, '- name: r', '  on: lead.updated', alert),
      at: [9, 11],
      message: 'there is a rule "r" already',
    },
    {
      when: 'an e-mail address is none',
      text: playbookText('roles: { admin: [ana] }\n'),
      at: [4, 18],
      message: 'not an e-mail address',
    },
    {
      when: 'a duration is none',
      text: playbookText('intake: { announce_max_age: 3 days }\n'),
      at: [4, 29],
      message: 'write a duration as a whole number and s, m, h or d, for example 15m',
    },
    {
      when: 'a duration is nothing',
      text: playbookText('intake: { poll_every: 0m }\n'),
      at: [4, 23],
      message: 'a duration must be longer than nothing',
    },
    {
      when: 'a strategy is of a later version',
      text: playbookText('teams:\n  - { name: a, members: [a@b.io], strategy: weighted }\n'),
      at: [5, 45],
      message: 'only round_robin exists so far, not "weighted"',
    },
    {
      when: 'the language is a later one',
      text: playbookText().replace('version: 1', 'version: 2'),
      at: [1, 10],
      message: 'this is version 1 of the language: write version: 1',
    },
    {
      when: 'a feature does not exist yet',
      text: playbookText('forecasts: []\n'),
      at: [4, 1],
      message: 'unknown key forecasts',
    },
    {
      when: 'points are not whole',
      text: playbookText('scoring: [{ if: "true", points: 1.5, because: x }]\n'),
      at: [4, 33],
      message: 'expected a whole number, found a number',
    },
    {
      when: 'a rule does nothing',
      text: withRule('- name: r', '  on: lead.created', '  do: []'),
      at: [8, 9],
      message: 'a rule needs an action',
    },
    {
      when: 'two actions share a dash',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ alert: { channel: "#x" }, route: { team: smb } }]'),
      at: [8, 10],
      message: 'one action an entry: begin the next one with its own dash',
    },
    {
      when: 'a rule routes twice',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ route: { team: smb } }, { route: { team: smb } }]'),
      at: [8, 45],
      message: 'this rule does route twice',
    },
    {
      when: 'a rule writes nothing',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ update_record: { in: hubspot, set: {} } }]'),
      at: [8, 47],
      message: 'name at least one field to set',
    },
    {
      when: 'within stands on another event',
      text: withRule('- name: r', '  on: lead.updated', '  within: 2h', alert),
      at: [8, 13],
      message: 'within is for lead.created only',
    },
    {
      when: 'an opportunity would be routed',
      text: withRule('- name: r', '  on: opportunity.won', '  do: [{ route: { team: smb } }]'),
      at: [8, 19],
      message: 'route needs a lead event, not opportunity.won',
    },
    {
      when: 'a mapping names the wrong object',
      text: playbookText('mapping:\n  lead.score: { hubspot: deal.score }\n'),
      at: [5, 26],
      message: 'a lead field in hubspot is written contact.PROPERTY',
    },
    {
      when: 'a mapping names what we work out',
      text: playbookText('mapping:\n  lead.name: { hubspot: contact.x }\n'),
      at: [5, 3],
      message: 'lead.name is worked out by Signalbox and cannot be mapped',
    },
    {
      when: 'a mapping is empty',
      text: playbookText('mapping:\n  lead.plan: {}\n'),
      at: [5, 14],
      message: 'name a hubspot or a salesforce property',
    },
  ])('is refused when $when', ({ text, at, message }) => {
    const [line, column] = at;
    expect(problemsIn(text)).toContainEqual(expect.objectContaining({ line, column, message }));
  });

  it.each([
    {
      when: 'a key',
      text: playbookText('scorng: []\n'),
      at: [4, 1],
      message: 'unknown key scorng',
      suggestion: 'scoring',
    },
    {
      when: 'a key of a list entry',
      text: playbookText('teams:\n  - { nam: a, members: [a@b.io] }\n'),
      at: [5, 7],
      message: 'unknown key nam',
      suggestion: 'name',
    },
    {
      when: 'an event',
      text: withRule('- name: r', '  on: lead.create', alert),
      at: [7, 9],
      message: 'unknown event "lead.create"',
      suggestion: 'lead.created',
    },
    {
      when: 'an action',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ rout: { team: smb } }]'),
      at: [8, 12],
      message: 'unknown action rout',
      suggestion: 'route',
    },
    {
      when: 'a team',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ route: { team: smbs } }]'),
      at: [8, 27],
      message: 'unknown team "smbs"',
      suggestion: 'smb',
    },
    {
      when: 'a currency',
      text: playbookText().replace('EUR', 'EURO'),
      at: [2, 52],
      message: 'not an ISO 4217 currency: EURO',
      suggestion: 'EUR',
    },
    {
      when: 'a time zone',
      text: playbookText().replace('Berlin', 'Berln'),
      at: [2, 27],
      message: 'not an IANA time zone: Europe/Berln',
      suggestion: 'Europe/Berlin',
    },
    {
      when: 'a CRM',
      text: withRule('- name: r', '  on: lead.created', '  do: [{ create_task: { in: hubspott, subject: x } }]'),
      at: [8, 31],
      message: 'unknown CRM "hubspott"',
      suggestion: 'hubspot',
    },
    {
      when: 'a field in a template',
      text: withRule(
        '- name: r',
        '  on: lead.created',
        '  do: [{ create_task: { in: hubspot, subject: "Call {{ lead.nam }}" } }]',
      ),
      at: [8, 58],
      message: 'unknown field lead.nam',
      suggestion: 'lead.name',
    },
    {
      when: 'a field of the mapping',
      text: playbookText('mapping:\n  led.score: { hubspot: contact.points }\n'),
      at: [5, 3],
      message: 'unknown key led.score',
      suggestion: 'lead.score',
    },
  ])('says what was meant by $when', ({ text, at, message, suggestion }) => {
    const [line, column] = at;
    expect(problemsIn(text)).toContainEqual(expect.objectContaining({ line, column, message, suggestion }));
  });
});
