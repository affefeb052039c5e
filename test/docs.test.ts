// Holds what a newcomer reads against what is there: settings, scripts, links, playbooks, the sandbox's commands.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { parseCommand } from '#sandbox/terminal/parse-command.ts';
import { SETTINGS } from '../src/settings.ts';
import type { Setting } from '../src/settings.ts';
import { PROJECT } from './support/source-files.ts';

const documents = ['README.md', 'CHANGELOG.md', ...markdownBelow('docs')].map((path) => ({
  path,
  text: readFileSync(join(PROJECT, path), 'utf8'),
}));
const readme = textOf('README.md');

describe('The README', () => {
  it('lists every setting with its default and purpose, and none besides', () => {
    const rows = Object.entries<Setting>(SETTINGS).map(([name, { about, default: standard }]) => {
      return `| \`${name}\` | ${standard === null ? '' : `\`${standard}\``} | ${about} |`;
    });
    const listed = /<!-- settings -->([^]*?)<!-- \/settings -->/.exec(readme)?.[1]?.trim().split('\n');
    expect(listed).toEqual(['| Setting | Default | What it is for |', '| --- | --- | --- |', ...rows]);
  });

  it('names only commands that the sandbox’s prompt understands', () => {
    const table = /\| Type \| To \|\n\| --- \| --- \|\n([^]*?)\n\n/.exec(readme)?.[1] ?? '';
    const commands = table.split('\n').flatMap((row) => codeIn(row.split('|')[1] ?? ''));
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((command) => parseCommand(command).kind === 'unclear')).toEqual([]);
  });

  it('starts with the two commands that a newcomer needs', () => {
    expect(readme).toContain('\nnpm ci && npm start\n');
    expect(readme).toContain('\nnpm ci && npm test\n');
  });
});

describe('The documents', () => {
  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm (?:run ([a-z:-]+)|(start|test)\b)/g)].map(([, run, short]) => ({
        path,
        script: run ?? short ?? '',
      })),
    );
    expect(named.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
  });

  it('link only to files and headings that exist', () => {
    expect(documents.flatMap(({ path, text }) => brokenLinks(path, text))).toEqual([]);
  });

  it('number the decisions without a gap, each with context, decision and consequences', () => {
    const decisions = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
    expect(decisions.map(({ path }) => Number(path.split('/')[2]?.slice(0, 4)))).toEqual(
      decisions.map((_, at) => at + 1),
    );
    const headings = decisions.map(({ path, text }) => [path, ...text.matchAll(/^## (.*)$/gm)].map(String));
    expect(headings.map((each) => each.slice(1).map((heading) => heading.split(',')[1]))).toEqual(
      decisions.map(() => ['Context', 'Decision', 'Consequences']),
    );
  });

  it('list every decision in their index', () => {
    const files = documents
      .map(({ path }) => /^docs\/decisions\/(\d.*)$/.exec(path)?.[1])
      .filter((file) => file !== undefined);
    const listed = [...textOf('docs/decisions/README.md').matchAll(/\]\((\d[^)]*)\)/g)].map(([, file]) => file);
    expect(listed).toEqual(files);
  });

  it('show whole playbooks that are valid, the sample included', () => {
    const shown = documents.flatMap(({ text }) =>
      [...text.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, yaml]) => yaml ?? ''),
    );
    const whole = shown.filter((yaml) => /^version:/m.test(yaml));
    expect(whole.length).toBeGreaterThan(0);
    expect([...whole, textOf('playbook.yaml')].map((yaml) => parsePlaybook(yaml).kind)).not.toContain('invalid');
  });

  it('show pictures that are there and small enough to load at once', () => {
    const shown = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file = '']) => join(PROJECT, dirname(path), file)),
    );
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((file) => readFileSync(file).byteLength > 200 * 1024)).toEqual([]);
  });
});

function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}

function brokenLinks(path: string, text: string): readonly string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link]) => link ?? '');
  return links.filter((link) => !leadsSomewhere(path, link)).map((link) => `${path} -> ${link}`);
}

function leadsSomewhere(path: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(PROJECT, target))) return false;
  return heading === undefined || slugsOf(textOf(target)).includes(heading);
}

/** As GitHub makes them. */
function slugsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
