// Holds the alerting rules against the figures that exist and the page that says what to do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { PROJECT, readSources } from './support/source-files.ts';

const Alert = z.object({
  alert: z.string().regex(/^Signalbox[A-Za-z]+$/),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.object({ summary: z.string(), runbook: z.string() }),
});
const { groups } = z
  .object({ groups: z.array(z.object({ rules: z.array(Alert) })) })
  .parse(parse(readFileSync(join(PROJECT, 'docs/monitoring/alerts.yaml'), 'utf8')));
const alerts = groups.flatMap(({ rules }) => rules);
const operating = readFileSync(join(PROJECT, 'docs/operating.md'), 'utf8');

describe('The alerting rules', () => {
  it('name only figures that GET /metrics has', async () => {
    const known = await figures();
    const named = new Set(alerts.flatMap(({ expr }) => expr.match(/\b(?:signalbox|process|nodejs)_[a-z0-9_]+/g) ?? []));
    expect(named.size).toBeGreaterThan(8);
    expect([...named].filter((name) => !known.has(name.replace(/_(?:bucket|count|sum)$/, '')))).toEqual([]);
  });

  it('have names of their own', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  it('lead to the part of the operating page that says what to do', () => {
    const headings = [...operating.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const known = new Set(headings.map((heading) => `docs/operating.md#${heading}`));
    expect(alerts.map(({ annotations }) => annotations.runbook).filter((address) => !known.has(address))).toEqual([]);
  });
});

describe('The operating page', () => {
  it('names only figures that GET /metrics has', async () => {
    const known = await figures();
    const named = new Set(operating.match(/\bsignalbox_[a-z0-9_]+/g));
    expect([...named].filter((name) => !known.has(name) && !NO_FIGURES.has(name))).toEqual([]);
  });
});

describe('The operating page’s service', () => {
  it('starts the app with the words of npm start', () => {
    const { scripts } = z
      .object({ scripts: z.object({ start: z.string() }) })
      .parse(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')));
    const words = scripts.start.replace(/^exec node/, 'ExecStart=/opt/signalbox/node_modules/.bin/node');
    expect(operating.split('\n')).toContain(words);
  });
});

/** A field of Salesforce and of HubSpot, and a database in an example. */
const NO_FIGURES = new Set(['signalbox_key', 'signalbox_before']);

/** Those that the app always has, and those that its parts add by name. */
async function figures(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics();
  for (const queue of ['inbox', 'outbox'] as const) metrics.watchQueue(queue, async () => ({}));
  for (const name of ['paused', 'dry_run'] as const) metrics.watchSwitch(name, 'help', async () => false);
  const { body } = await metrics.render();
  const added = readSources().flatMap(({ text }) => [...text.matchAll(/'(signalbox_[a-z_]+)'/g)]);
  return new Set([...body.matchAll(/^# TYPE (\S+) /gm), ...added].map(([, name = '']) => name));
}
