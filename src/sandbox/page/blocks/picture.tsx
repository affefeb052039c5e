// Pictures: of this origin they are shown; any other is a box that names it, since the page asks no other host.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Json } from '#sandbox/web/protocol.ts';
import { pictureAt, pictureOf } from './address.ts';
import type { Picture } from './address.ts';
import type { BlockProps } from './block-props.ts';
import { jsonIn, textIn } from './json.ts';
import { Link } from './link.tsx';
import { plainWords } from './text-view.tsx';

interface PictureViewProps {
  readonly picture: Picture;
  readonly alt: string;
  readonly class: string;
}

function PictureView({ picture, alt, class: className }: PictureViewProps): VNode {
  const [failed, setFailed] = useState(false);
  if (picture.kind === 'elsewhere') {
    return (
      <span class={`block-picture-box ${className}`}>
        <span>{alt || 'Picture'}</span>
        <Link url={picture.at}>{picture.at}</Link>
      </span>
    );
  }
  if (failed) {
    return <span class={`block-picture-box ${className}`}>{alt || 'Picture'} (could not be loaded)</span>;
  }
  return <img class={className} src={picture.src} alt={alt} loading="lazy" onError={() => setFailed(true)} />;
}

export function ImageBlock({ block }: BlockProps): VNode {
  const title = plainWords(jsonIn(block, 'title'));
  return (
    <figure class="block-image">
      {title !== '' && <figcaption class="block-words">{title}</figcaption>}
      <PictureView picture={pictureOf(block)} alt={textIn(block, 'alt_text')} class="block-image-large" />
    </figure>
  );
}

export interface ImageElementProps {
  readonly image: Json;
  /** `tiny` in a context, `small` beside a section's text, `wide` above a card's. */
  readonly size: 'tiny' | 'small' | 'wide';
}

/** An image as an element. Too small for an address, a foreign one is its alternative text. */
export function ImageElement({ image, size }: ImageElementProps): VNode {
  const picture = pictureOf(image);
  const alt = textIn(image, 'alt_text');
  if (picture.kind === 'elsewhere' && size === 'tiny') {
    return (
      <span class="block-picture-word" title={picture.at}>
        {alt || 'picture'}
      </span>
    );
  }
  return <PictureView picture={picture} alt={alt} class={`block-image-${size}`} />;
}

/** The preview of something elsewhere, for instance of a video. */
export function Thumbnail({ address, alt }: { readonly address: string; readonly alt: string }): VNode {
  return <PictureView picture={pictureAt(address)} alt={alt} class="block-image-wide" />;
}
