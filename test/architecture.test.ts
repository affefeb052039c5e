// Holds the house: which folder may import which, and where each library lives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offendingImports, PROJECT, readSources } from './support/source-files.ts';

const sources = readSources();

/** What the files of a folder may import of ours, beside their own folder. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  blockkit: ['kernel'],
  ports: ['kernel', 'blockkit'],
  features: ['kernel', 'blockkit', 'ports'],
  adapters: ['kernel', 'blockkit', 'ports', 'features', 'generated'],
  // The app itself is handed to sandbox/run.ts, which knows its type alone.
  sandbox: ['kernel', 'blockkit', 'ports'],
  compose: ['kernel', 'ports', 'features', 'adapters', 'config.ts'],
  cli: ['kernel', 'ports', 'features', 'adapters', 'compose', 'config.ts'],
  'settings.ts': [],
  'config.ts': ['kernel', 'settings.ts'],
  'app.ts': ['kernel', 'ports', 'features', 'adapters', 'compose', 'config.ts'],
  'main.ts': ['kernel', 'app.ts', 'config.ts', 'sandbox'],
};

/** What an adapter may import of another adapter: shared machinery, never one vendor's from another's. */
const ADAPTER_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  http: ['breaker'],
  hubspot: ['http', 'breaker'],
  salesforce: ['http', 'breaker'],
  slack: ['breaker'],
  postgres: ['breaker'],
  observe: ['http', 'breaker'],
  queue: ['postgres'],
  cron: ['queue'],
  server: ['observe'],
};

/** Entities that adapters store; besides these they see of a feature only its store.ts. */
const STORED_ENTITIES = new Set([
  'features/audit/entry.ts',
  'features/audit/seal.ts',
  'features/leads/lead.ts',
  'features/leads/claim.ts',
  'features/leads/card-list.ts',
  'features/approvals/approval.ts',
  'features/campaigns/campaign.ts',
  'features/workitems/work-item.ts',
  'features/metrics/metric.ts',
  'features/playbook/approvals.ts',
  'features/playbook/facts.ts',
]);

/** Features from the one that knows no other to those that bring others together: values go one way. */
const FEATURES = [
  'playbook',
  'audit',
  'people',
  'answering',
  'messages',
  'leads',
  'routing',
  'approvals',
  'rules',
  'history',
  'intake',
  'campaigns',
  'workitems',
  'metrics',
  'reports',
  'anomalies',
  'home',
  'recovery',
  'operations',
];

/** The only places of each library; `types`: places that may know its types alone. */
const LIBRARIES: Readonly<Record<string, { readonly at: readonly string[]; readonly types?: readonly string[] }>> = {
  '@fontsource/lato': { at: ['sandbox/page/'] },
  '@hubspot/api-client': { at: ['adapters/hubspot/'] },
  '@jetstreamapp/soql-parser-js': { at: ['sandbox/salesforce/'] },
  '@marcbachmann/cel-js': { at: ['features/playbook/'] },
  '@preact/signals': { at: ['sandbox/page/'] },
  '@prisma/adapter-pg': { at: ['adapters/postgres/'] },
  '@slack/bolt': { at: ['adapters/slack/'], types: ['ports/listeners.ts'] },
  '@slack/socket-mode': { at: ['adapters/slack/'] },
  '@slack/types': { at: [], types: ['blockkit/', 'features/', 'ports/messenger.ts'] },
  '@slack/web-api': { at: ['adapters/slack/'] },
  'chrono-node': { at: ['features/metrics/grammar/'] },
  cockatiel: { at: ['adapters/breaker/'] },
  'countries-and-timezones': { at: ['features/leads/local-hour.ts', 'features/anomalies/calendar.ts'] },
  'csv-parse': { at: ['features/history/import/'] },
  'd3-scale': { at: ['sandbox/page/blocks/'] },
  'd3-shape': { at: ['sandbox/page/blocks/'] },
  '@resvg/resvg-wasm': { at: ['adapters/charts/'] },
  'dejavu-fonts-ttf': { at: ['adapters/charts/'] },
  croner: { at: ['features/reports/', 'features/playbook/'] },
  echarts: { at: ['adapters/charts/'] },
  esbuild: { at: ['sandbox/web/bundle.ts'] },
  'fast-xml-parser': { at: ['adapters/salesforce/'] },
  gemoji: { at: ['sandbox/page/blocks/', 'sandbox/web/'] },
  jsforce: { at: ['adapters/salesforce/'] },
  jstat: { at: ['features/anomalies/'] },
  leven: {
    at: [
      'features/playbook/',
      'features/metrics/grammar/',
      'adapters/hubspot/',
      'adapters/salesforce/',
      'sandbox/terminal/',
    ],
  },
  'node-cron': { at: ['adapters/cron/'] },
  pg: { at: ['adapters/postgres/'] },
  'pg-boss': { at: ['adapters/queue/'] },
  pino: { at: ['adapters/observe/'] },
  preact: { at: ['sandbox/page/'] },
  'prom-client': { at: ['adapters/observe/'] },
  'slack-message-parser': { at: ['sandbox/page/blocks/', 'sandbox/web/'] },
  'temporal-polyfill': { at: ['features/people/calendar.ts', 'features/metrics/'] },
  ws: { at: ['sandbox/slack/', 'sandbox/web/'] },
  yaml: { at: ['features/playbook/', 'features/history/import/'] },
  zod: { at: ['config.ts', 'kernel/', 'features/', 'adapters/', 'sandbox/', 'cli/watch-'] },
};

describe('The house', () => {
  it.each(Object.entries(MAY_IMPORT))('%s imports of our own folders only: %j', (area, allowed) => {
    expect(
      offendingImports(sources, ({ path }, { kind, target, typeOnly }) => {
        if (areaOf(path) !== area || kind !== 'ours' || (path === 'sandbox/run.ts' && typeOnly)) return false;
        return areaOf(target) !== area && !allowed.includes(areaOf(target));
      }),
    ).toEqual([]);
  });

  it('has no folder beside those', () => {
    expect([...new Set(sources.map(({ path }) => areaOf(path)))].toSorted()).toEqual(
      Object.keys(MAY_IMPORT).toSorted(),
    );
  });

  it('has no circle among its folders', () => {
    const edges = new Map(Object.keys(MAY_IMPORT).map((area) => [area, neighboursOf(area)]));
    for (let leaf = leafOf(edges); leaf !== undefined; leaf = leafOf(edges)) edges.delete(leaf);
    expect([...edges.keys()]).toEqual([]);
  });

  it('shows adapters a feature’s store.ts and its stored entities, as types, and no view', () => {
    expect(
      offendingImports(sources, ({ path }, { target, typeOnly }) => {
        if (!path.startsWith('adapters/') || !target.startsWith('features/')) return false;
        const stored = /^features\/[a-z-]+\/store\.ts$/.test(target) || STORED_ENTITIES.has(target);
        return !stored || !typeOnly;
      }),
    ).toEqual([]);
  });

  it('lets an adapter use another only where that is shared machinery', () => {
    expect(
      offendingImports(sources, ({ path }, { target }) => {
        if (!path.startsWith('adapters/') || !target.startsWith('adapters/')) return false;
        const [from, to] = [sliceOf(path), sliceOf(target)];
        return from !== to && !(ADAPTER_MAY_IMPORT[from] ?? []).includes(to);
      }),
    ).toEqual([]);
  });

  it('lets values of features go one way: from playbook, audit and people up to intake and operations', () => {
    expect(
      offendingImports(sources, ({ path }, { target, typeOnly }) => {
        if (!path.startsWith('features/') || !target.startsWith('features/') || typeOnly) return false;
        return FEATURES.indexOf(sliceOf(target)) > FEATURES.indexOf(sliceOf(path));
      }),
    ).toEqual([]);
    expect(sources.map(({ path }) => path).filter(isInUnknownFeature)).toEqual([]);
  });

  it('gives the browser nothing but its own code, the kernel, the types of what the server says and the tour’s steps', () => {
    expect(
      offendingImports(sources, ({ path }, { kind, target, typeOnly }) => {
        if (!path.startsWith('sandbox/page/')) return false;
        if (kind === 'node') return true;
        if (kind === 'package' || target.startsWith('sandbox/page/') || target.startsWith('kernel/')) return false;
        // The tour's steps are data, which the server ticks off and the page shows.
        if (target === 'sandbox/tour/steps.ts') return false;
        return target !== 'sandbox/web/protocol.ts' || !typeOnly;
      }),
    ).toEqual([]);
  });

  it('keeps the database’s generated client inside adapters/postgres', () => {
    expect(
      offendingImports(
        sources,
        ({ path }, { target }) => target.startsWith('generated/') && !path.startsWith('adapters/postgres/'),
      ),
    ).toEqual([]);
  });
});

describe('Each library', () => {
  it('is used only where it belongs', () => {
    expect(
      offendingImports(sources, ({ path }, { kind, target, typeOnly }) => {
        if (kind !== 'package') return false;
        const { at = [], types = [] } = LIBRARIES[target] ?? {};
        return (
          !at.some((place) => path.startsWith(place)) && !(typeOnly && types.some((place) => path.startsWith(place)))
        );
      }),
    ).toEqual([]);
  });

  it('that is a dependency stands in the list above', () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const unlisted = Object.keys(dependencies).filter((name) => LIBRARIES[name] === undefined);
    // Used by the generated client and by pg-boss, not by us.
    expect(unlisted).toEqual(['@opentelemetry/api', '@prisma/client']);
  });

  it('of Node that reaches outside is for adapters: kernel, ports, blockkit and features compute', () => {
    expect(
      offendingImports(sources, ({ path }, { kind, target }) => {
        if (kind !== 'node' || !/^(?:kernel|ports|blockkit|features)\//.test(path)) return false;
        return !['node:crypto', 'node:util'].includes(target);
      }),
    ).toEqual([]);
  });
});

function areaOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function sliceOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function isInUnknownFeature(path: string): boolean {
  return path.startsWith('features/') && !FEATURES.includes(sliceOf(path));
}

function neighboursOf(area: string): ReadonlySet<string> {
  const targets = sources
    .filter(({ path }) => areaOf(path) === area)
    .flatMap(({ imports }) => imports.filter(({ kind }) => kind === 'ours').map(({ target }) => areaOf(target)));
  return new Set(targets.filter((target) => target !== area));
}

/** An area that imports none of those that are left. */
function leafOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  return [...edges.keys()].find((area) => [...(edges.get(area) ?? [])].every((target) => !edges.has(target)));
}
