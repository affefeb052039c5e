import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePage } from '#sandbox/web/bundle.ts';
import type { Page } from '#sandbox/web/bundle.ts';

/** What the page's own code may weigh on its way to a browser, without its fonts. */
const LARGEST_CODE = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function made(page: Promise<Page>): Promise<Extract<Page, { kind: 'made' }>> {
  const result = await page;
  if (result.kind === 'broken') throw new Error(result.because);
  return result;
}

describe('The page', () => {
  it('is compiled, with its style and fonts, and is small', async () => {
    const { script, style, assets } = await made(makePage());
    expect(assets.has(script)).toBe(true);
    expect(assets.has(style ?? '')).toBe(true);
    const compressed = [...assets.values()].reduce((sum, { compressed: small }) => sum + (small?.br.length ?? 0), 0);
    expect(compressed).toBeLessThan(LARGEST_CODE);
  });

  it('names no address of another host but for links that a person follows', async () => {
    const { style, assets } = await made(makePage());
    expect(assets.get(style ?? '')?.body.toString()).not.toMatch(/url\(["']?https?:/u);
  });

  it('that does not compile says where', async () => {
    const entry = join(folder, 'broken.tsx');
    await writeFile(entry, 'export const page = <div>;\n');
    const page = await makePage(entry);
    expect(page).toMatchObject({ kind: 'broken', because: expect.stringMatching(/broken\.tsx:\d+:/u) });
  });

  it('can be compiled twice at once', async () => {
    const entry = join(folder, 'small.tsx');
    await writeFile(entry, 'document.title = "small";\n');
    const pages = await Promise.all([makePage(entry), makePage(entry)]);
    expect(pages.map(({ kind }) => kind)).toEqual(['made', 'made']);
  });
});
