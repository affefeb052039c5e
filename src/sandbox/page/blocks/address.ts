// Which addresses may be followed or shown: links to the web alone, pictures from this origin alone.
import type { Json } from '#sandbox/web/protocol.ts';
import { jsonIn, textIn } from './json.ts';

const INLINE_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/iu;

/** The address if it is one of the web (http or https); a script's address is none. */
export function webAddress(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}

/** Where the page is from; rendered outside of a browser it is from nowhere, and no foreign picture is its own. */
function origin(): string {
  return typeof location === 'undefined' ? 'http://page.invalid' : location.origin;
}

export type Picture =
  | { readonly kind: 'own'; readonly src: string }
  | { readonly kind: 'elsewhere'; readonly at: string };

/** Where an image block or element has its picture: `slack_file` is a file of this workspace, `image_url` any address. */
export function pictureOf(image: Json): Picture {
  const file = jsonIn(image, 'slack_file');
  const id = textIn(file, 'id');
  if (id !== '') return { kind: 'own', src: `/files/${encodeURIComponent(id)}` };
  return pictureAt(textIn(file, 'url') || textIn(image, 'image_url'));
}

/** A picture at an address: shown if it is of this origin or inline, else only named. */
export function pictureAt(address: string): Picture {
  if (INLINE_PICTURE.test(address)) return { kind: 'own', src: address };
  const url = URL.parse(address, origin());
  return url !== null && url.origin === origin() ? { kind: 'own', src: url.href } : { kind: 'elsewhere', at: address };
}
