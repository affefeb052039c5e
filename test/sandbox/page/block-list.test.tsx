import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { Mrkdwn } from '#sandbox/page/blocks/mrkdwn.tsx';

it('writes text of people as text', () => {
  const names = { people: [], conversations: [], now: new Date(0) };
  expect(renderToString(<Mrkdwn text="<b>" names={names} />)).toContain('&lt;b>');
});
