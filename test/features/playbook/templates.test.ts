import { describe, expect, it } from 'vitest';
import { compileTemplate, renderTemplate, templateValue, type Template } from '#features/playbook/templates.ts';
import { language, theFacts } from './builders.ts';

const facts = theFacts({
  lead: { name: 'Ana Ruiz', score: 90, plan: 'gold' },
  company: { name: 'Acme', employees: 0 },
});

function aTemplate(source: string): Template {
  const outcome = compileTemplate(source, language.fields);
  if (outcome.kind === 'compiled') return outcome.template;
  throw new Error(outcome.problems.map(({ message }) => message).join('; '));
}

describe('a template', () => {
  it.each([
    { source: 'Inbound', text: 'Inbound' },
    { source: '{{company.name}} - inbound', text: 'Acme - inbound' },
    { source: '{{ lead.name }}{{lead.score}}', text: 'Ana Ruiz90' },
    { source: '{{company.employees}} people on {{lead.plan}}', text: '0 people on gold' },
    {
      source: '{{lead.source_detail}} for {{opportunity.name}}',
      text: 'unknown source detail for unknown opportunity',
    },
    { source: 'a } b }} {c', text: 'a } b }} {c' },
  ])('$source becomes $text', ({ source, text }) => {
    expect(renderTemplate(aTemplate(source), facts)).toBe(text);
  });

  it('does not read values as templates', () => {
    const sly = theFacts({ company: { name: '{{lead.score}} $& {{x' } });
    expect(renderTemplate(aTemplate('{{company.name}}!'), sly)).toBe('{{lead.score}} $& {{x!');
  });

  it.each([
    { source: '{{lead.nam}}', offset: 2, message: 'unknown field lead.nam', suggestion: 'lead.name' },
    { source: 'x {{  person.name }}', offset: 6, message: 'unknown field person.name', suggestion: null },
    { source: 'x {{}}', offset: 4, message: 'unknown field ', suggestion: null },
    { source: '{{lead.name}} {{lead', offset: 14, message: 'this {{ is never closed with }}', suggestion: null },
  ])('$source is refused', ({ source, ...problem }) => {
    expect(compileTemplate(source, language.fields)).toEqual({ kind: 'refused', problems: [problem] });
  });
});

describe('a value for a CRM field', () => {
  it.each([
    { when: 'one placeholder stands alone', source: '{{lead.score}}', value: 90 },
    { when: 'one placeholder has nothing', source: '{{lead.country}}', value: null },
    { when: 'all placeholders have nothing', source: '{{lead.country}} / {{lead.phone}}', value: null },
    { when: 'some have', source: '{{lead.name}} / {{lead.phone}}', value: 'Ana Ruiz / unknown phone' },
    { when: 'there is none', source: 'UNQUALIFIED', value: 'UNQUALIFIED' },
  ])('is $value when $when', ({ source, value }) => {
    expect(templateValue(aTemplate(source), facts)).toBe(value);
  });
});
