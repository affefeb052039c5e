// The landing pages of Acme's campaigns, so that their links answer: /pages/spring-launch. A draft is not there yet.
import { Fault } from '#kernel/errors.ts';
import type { Bytes } from './answer.ts';

/** Safe in HTML as it is. */
const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/;
const DRAFT = 'draft-';

/** Throws Fault `not_found` for a draft, and for what is no name of a page. */
export function landingPage(slug: string): Bytes {
  if (!SLUG.test(slug) || slug.startsWith(DRAFT)) throw new Fault('not_found', `There is no page ${slug}.`);
  const words = slug.replaceAll('-', ' ').trim();
  const title = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  const body = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>${title} | Acme</title>
  <h1>${title}</h1>
  <p>A page of the made-up company Acme. A campaign's content link that leads here answers.</p>
</html>
`;
  return { body: Buffer.from(body), type: 'text/html; charset=utf-8' };
}
