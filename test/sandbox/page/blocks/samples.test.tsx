import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { AttachmentList } from '#sandbox/page/blocks/attachment-list.tsx';
import { BlockList } from '#sandbox/page/blocks/block-list.tsx';
import type { Json } from '#sandbox/web/protocol.ts';
import type { Sample } from '#sandbox/page/blocks/gallery/sample.ts';
import { SAMPLES } from '#sandbox/page/blocks/gallery/samples.ts';
import { aSurface } from './a-surface.ts';

function html(sample: Sample): string {
  const surface = aSurface({ errors: sample.errors ?? {}, busy: new Set(sample.busy) });
  return renderToString(
    <>
      <BlockList blocks={sample.blocks} surface={surface} />
      <AttachmentList attachments={sample.attachments ?? []} surface={surface} />
    </>,
  );
}

const RENDERED = SAMPLES.map((sample) => ({ sample, name: sample.name, drawn: html(sample) }));

/** Samples that are there to be boxes. */
const UNKNOWN = new Set(['What nobody knows', 'Charts', 'Nothing in it']);

function trace(block: Json): string {
  return renderToString(<BlockList blocks={[block]} surface={aSurface()} />).replace(
    /^<div class="block-list">|<\/div>$/g,
    '',
  );
}

describe('Every sample of the gallery', () => {
  it.each(RENDERED)('leaves a trace of each of its blocks: $name', ({ sample }) => {
    expect(sample.blocks.filter((block) => trace(block) === '')).toEqual([]);
  });

  it.each(RENDERED)('is drawn as what it is: $name', ({ name, drawn }) => {
    expect(drawn.includes('cannot draw')).toBe(UNKNOWN.has(name));
  });

  it.each(RENDERED)('runs nothing and asks no other host: $name', ({ drawn }) => {
    const tags = [...drawn.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag).join('\n');
    expect(tags).not.toMatch(/<script|href="(?!https?:)|<img[^>]*src="(?!data:image|\/files\/)|\son\w+=|url\(/i);
  });

  it.each(RENDERED)('leads to other places only where those learn nothing: $name', ({ drawn }) => {
    for (const [link] of drawn.matchAll(/<a [^>]*>/g)) expect(link).toContain('rel="noreferrer noopener"');
  });
});
