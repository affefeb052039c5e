// Holds the image and the compose file against what is there: files, settings, routes, limits. Builds nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { renderEnvExample, SETTINGS } from '../src/settings.ts';
import { PROJECT, readSources } from './support/source-files.ts';

const dockerfile = textOf('Dockerfile').replaceAll(/ *\\\n */g, ' ');
const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
const image = stages.at(-1) ?? '';
const context = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const { dependencies, scripts } = z
  .object({ dependencies: z.record(z.string(), z.string()), scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(textOf('package.json')));

const Service = z.object({
  image: z.string(),
  deploy: z
    .object({ replicas: z.number().optional(), resources: z.object({ limits: z.looseObject({ memory: z.string() }) }) })
    .optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.union([z.string(), z.looseObject({ source: z.string(), target: z.string() })])),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
  read_only: z.boolean().optional(),
  profiles: z.array(z.string()).optional(),
});
const compose = z
  .object({
    services: z.object({ app: Service, database: Service, proxy: Service }),
    configs: z.object({ proxy: z.object({ content: z.string() }) }),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(textOf('compose.yaml')));
const { app, database, proxy } = compose.services;

describe('The image', () => {
  it('copies only what exists, and what its context lets in', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    expect(copied.filter((path) => !entersContext(path))).toEqual([]);
  });

  it('has a context of named files alone: no secret, no history, nothing that was built elsewhere', () => {
    expect(context[0]).toBe('*');
    const kept = ['.env', '.git', 'data', 'node_modules', 'src/generated', 'test', 'playbook.yaml', 'salesforce.key'];
    expect(kept.filter(entersContext)).toEqual([]);
  });

  it('runs on the Node that the project is developed with, as an ordinary user, told of its end directly', () => {
    const { engine } = z
      .object({ devDependencies: z.object({ node: z.string() }).transform(({ node }) => ({ engine: node })) })
      .transform(({ devDependencies }) => devDependencies)
      .parse(JSON.parse(textOf('package.json')));
    expect(stages[0]).toContain(`FROM node:${engine.split('.')[0]}-slim AS base`);
    expect(image).toMatch(/^USER node$/m);
    const command = [...image.matchAll(/^(?:ENTRYPOINT|CMD) (\[.*\])$/gm)].flatMap(([, words = '']) => wordsOf(words));
    expect(`exec ${command.join(' ')}`).toBe(scripts.start);
    expect(image).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('holds every package that the source imports, for development packages are left out', () => {
    expect(stages.find((stage) => stage.includes('AS dependencies'))).toContain('npm ci --omit=dev --omit=optional');
    const imported = readSources().flatMap(({ imports }) => imports.filter(({ kind }) => kind === 'package'));
    const missing = imported.filter(
      ({ target, typeOnly }) => !typeOnly && dependencies[packageOf(target)] === undefined,
    );
    expect(missing).toEqual([]);
  });

  it('sets only settings that exist', () => {
    const env = /^ENV (.*)$/m.exec(image)?.[1] ?? '';
    const names = [...env.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name);
    expect(names.filter((name) => name !== 'NODE_ENV' && !(name in SETTINGS))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['HOST', 'PORT', 'DATA_DIR', 'PLAYBOOK']));
  });

  it.each([
    { when: 'the app answers', status: 200, exit: 0 },
    { when: 'the app answers with an error', status: 500, exit: 1 },
    { when: 'nobody answers', status: null, exit: 1 },
  ])('has a health check that says $exit when $when', async ({ status, exit }) => {
    const command = wordsOf(/^HEALTHCHECK .* CMD (\[.*\])$/m.exec(image)?.[1] ?? '');
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(status ?? 500).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    if (status === null) server.close();
    const check = spawn(process.execPath, command.slice(1), { env: { PORT: String(port) } });
    expect(await once(check, 'exit')).toEqual([exit, null]);
    expect(asked).toEqual(status === null ? [] : ['/healthz']);
    server.close();
  });
});

describe('The compose file', () => {
  it('runs two replicas over PostgreSQL 18, begun when that is ready', () => {
    expect(app.deploy?.replicas).toBe(2);
    expect(database.image).toBe('postgres:18');
    expect(app.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(database.healthcheck?.test).toContain('--host=127.0.0.1');
    expect(database.volumes).toEqual(['database:/var/lib/postgresql']);
  });

  it('gives the app settings that exist, and its playbook where it looks for it', () => {
    const settings = Object.keys(app.environment ?? {});
    expect(settings.filter((name) => !(name in SETTINGS))).toEqual([]);
    expect(app.volumes).toEqual([
      expect.objectContaining({ source: './playbook.yaml', target: app.environment?.['PLAYBOOK'], read_only: true }),
      'data:/data',
    ]);
    expect(app.env_file).toBe('.env');
  });

  it('takes from .env, besides settings, only what its own comment explains', () => {
    const text = textOf('compose.yaml');
    const taken = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    expect(new Set(taken)).toEqual(new Set(['POSTGRES_PASSWORD', 'PUBLIC_URL']));
    expect(renderEnvExample()).toContain('PUBLIC_URL=');
    const [introduction] = text.split('\nname:');
    for (const name of [...taken, 'COMPOSE_PROFILES']) expect(introduction).toContain(`${name}=`);
  });

  it('lets the app write to its volume alone, and gives it time to end', () => {
    expect(app.read_only).toBe(true);
    expect(app.stop_grace_period).toBe('30s');
    const heapMb = Number(/--max-old-space-size=(\d+)/.exec(scripts.start)?.[1]);
    const limitMb = Number(/^(\d+)M$/.exec(app.deploy?.resources.limits.memory ?? '')?.[1]);
    expect(limitMb - heapMb).toBeGreaterThanOrEqual(200);
  });

  it('lets in from outside what Slack and the CRMs call, and nothing else', () => {
    expect(proxy.profiles).toEqual(['public']);
    expect(compose.configs.proxy.content).toContain('path /slack/events /webhooks/*');
    const routes = textOf('src/adapters/server/routes.ts');
    const called = [...routes.matchAll(/'(\/[a-z/]+)'/g)].map(([, path = '']) => path);
    expect(called.filter((path) => path !== '/slack/events' && !path.startsWith('/webhooks/')).toSorted()).toEqual([
      '/api/kpi',
      '/healthz',
      '/metrics',
      '/readyz',
    ]);
  });

  it('declares each volume that it uses', () => {
    const mounts = [app, database, proxy].flatMap(({ volumes }) =>
      volumes.filter((volume) => typeof volume === 'string'),
    );
    expect(new Set(mounts.map((mount) => mount.split(':')[0]))).toEqual(new Set(Object.keys(compose.volumes)));
  });
});

function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** A command in the form that no shell reads. */
function wordsOf(command: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(command));
}

/** Whether the build can see a file: the last rule that names it, or a folder above it, decides. */
function entersContext(path: string): boolean {
  const rule = context.findLast((line) => {
    const named = line.replace(/^!/, '');
    return named === '*' || path === named || path.startsWith(`${named}/`);
  });
  return rule?.startsWith('!') ?? true;
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
