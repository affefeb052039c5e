import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '#features/playbook/events.ts';
import { ACTION_KINDS } from '#features/playbook/actions.ts';
import { GATE_NAMES } from '#features/playbook/approvals.ts';
import { QUORUM_KEYS } from '#features/playbook/approval-steps.ts';
import { NAME_PLACEHOLDERS } from '#features/playbook/campaign-names.ts';
import { AUTOMATIC_CHECKS } from '#features/playbook/campaigns.ts';
import { CAMPAIGN_FIELDS, STANDARD_FIELDS } from '#features/playbook/fields.ts';
import { keysIn, playbookJsonSchema, type JsonSchema } from '#features/playbook/json-schema.ts';
import { fieldMap } from '#features/playbook/mapping.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { scoreLead } from '#features/playbook/scoring.ts';
import { decideTrigger } from '#features/playbook/triggers.ts';
import { aPlaybook, theFacts } from './builders.ts';

function inRoot(name: string): string {
  return readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
}

describe('playbook.schema.json', () => {
  it('is what the code says: npm run playbook -- schema > playbook.schema.json', () => {
    expect(inRoot('playbook.schema.json')).toBe(playbookJsonSchema());
  });

  it('knows the keys of a policy’s steps, so that editors complete them', () => {
    const keysAt = keysIn(JSON.parse(playbookJsonSchema()) as JsonSchema);
    expect(keysAt(['approvals', 0, 'steps', 0])).toEqual(['name', 'if', ...QUORUM_KEYS, 'together']);
    expect(keysAt(['approvals', 0, 'steps', 0, 'together', 0])).toEqual(['name', 'if', ...QUORUM_KEYS]);
    expect(keysAt(['rules', 0, 'do', 0, 'alert'])).toContain('gate');
    expect(keysAt(['campaigns', 'checklist', 0])).toEqual(['id', 'ask', 'by']);
  });

  it('lets a mapping add fields and describes the standard ones', () => {
    const schema = JSON.parse(playbookJsonSchema()) as { properties: { mapping: Record<string, object> } };
    const { mapping } = schema.properties;
    expect(mapping).toMatchObject({ additionalProperties: { type: 'object' }, properties: { 'lead.score': {} } });
  });
});

describe('docs/playbook.md', () => {
  const reference = inRoot('docs/playbook.md');

  it.each(STANDARD_FIELDS.map((field) => ({ field, path: field.path })))('tells about $path', ({ field }) => {
    const row = reference.split('\n').find((line) => line.startsWith(`| \`${field.path}\` |`));
    expect(row).toBeDefined();
    const properties = [field.hubspot, field.salesforce].filter((property) => property !== null);
    for (const property of properties) expect(row).toContain(`\`${property}\``);
  });

  it('names every event and action', () => {
    for (const word of [...EVENT_NAMES, ...ACTION_KINDS]) expect(reference).toContain(`\`${word}\``);
  });

  it('names every gate, way to decide, check, placeholder and field of campaigns', () => {
    for (const word of [...GATE_NAMES, ...QUORUM_KEYS, 'together', ...AUTOMATIC_CHECKS, ...CAMPAIGN_FIELDS.keys()]) {
      expect(reference).toContain(`\`${word}\``);
    }
    for (const word of NAME_PLACEHOLDERS) expect(reference).toContain(`\`{${word}}\``);
  });

  it('names every key of policies and campaigns', () => {
    const keysAt = keysIn(JSON.parse(playbookJsonSchema()) as JsonSchema);
    for (const key of [...keysAt(['approvals', 0]), ...keysAt(['campaigns']), ...keysAt(['people', 0])]) {
      expect(reference).toMatch(new RegExp(`\\b${key}\\b`));
    }
  });

  it('shows examples that are right', () => {
    const examples = [...reference.matchAll(/```yaml\n(version: 1\n.*?)```/gs)].map((match) => match[1] ?? '');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(parsePlaybook(example)).toMatchObject({ kind: 'valid' });
  });

  it('gives the default properties that the code uses', () => {
    expect(Object.keys(fieldMap(aPlaybook(), 'hubspot')).every((path) => reference.includes(`\`${path}\``))).toBe(true);
  });
});

describe('playbook.yaml, the sample', () => {
  const outcome = parsePlaybook(inRoot('playbook.yaml'));
  const playbook = outcome.kind === 'valid' ? outcome.playbook : aPlaybook();

  it('is right', () => {
    expect(outcome).toMatchObject({ kind: 'valid' });
    expect(inRoot('playbook.yaml').split('\n')[0]).toBe('# yaml-language-server: $schema=./playbook.schema.json');
  });

  it.each([
    { lead: { score: 90 }, employees: 600, fires: 'enterprise-leads' },
    { lead: { score: 82 }, employees: 1500, fires: 'enterprise-leads' },
    { lead: { score: 90 }, employees: 80, fires: 'smb-leads' },
    { lead: { score: 80 }, employees: 600, fires: 'other-leads' },
    { lead: { score: 20 }, employees: 5, fires: 'other-leads' },
    { lead: { score: 62, email: 'a@gmail.com' }, employees: 5, fires: 'other-leads' },
    { lead: { score: null, title: 'Head of Sales' }, employees: 600, fires: null },
  ])('announces $lead at $employees employees by $fires alone', ({ lead, employees, fires }) => {
    const facts = theFacts({ lead, company: { employees } });
    const { score } = scoreLead(playbook, facts);
    const after = { ...facts, lead: { ...lead, score } };
    const fired = playbook.rules.filter(
      (rule) => decideTrigger(rule, { event: 'lead.created', before: null, after, ageMs: 0 }).fires,
    );
    expect(fired.map((rule) => rule.name)).toEqual(fires === null ? [] : [fires]);
  });
});
