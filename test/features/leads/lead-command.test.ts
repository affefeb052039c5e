import { expect, it } from 'vitest';
import { parseLeadCommand } from '#features/leads/lead-command.ts';

it.each([
  ['', { kind: 'help' }],
  ['  Help ', { kind: 'help' }],
  ['open', { kind: 'open', share: false }],
  ['OPEN share', { kind: 'open', share: true }],
  ['mine --share', { kind: 'mine', share: true }],
  ['show Mia  Sand', { kind: 'show', query: 'Mia Sand', share: false }],
  ['show Mia Sand share', { kind: 'show', query: 'Mia Sand', share: true }],
  ['claim 1a2b3c4d', { kind: 'claim', query: '1a2b3c4d' }],
  ['claim Time Share', { kind: 'claim', query: 'Time Share' }],
  ['release mia@acme.test', { kind: 'release', query: 'mia@acme.test' }],
  ['why Mia', { kind: 'why', query: 'Mia' }],
  ['hand over Mia Sand <@U0BO|bo>', { kind: 'hand_over', query: 'Mia Sand', to: 'U0BO' }],
  ['hand over Mia to <@U0BO>', { kind: 'hand_over', query: 'Mia', to: 'U0BO' }],
  ['handover <@W0BO|b o> Mia', { kind: 'hand_over', query: 'Mia', to: 'W0BO' }],
])('understands "%s"', (text, command) => {
  expect(parseLeadCommand(text)).toEqual(command);
});

it.each([
  ['show', /Name a lead/],
  ['show share', /Name a lead/],
  ['claim', /Name a lead/],
  ['hand over <@U0BO>', /Name a lead/],
  ['hand over Mia', /with @/],
  ['hand over Mia @bo', /with @/],
  ['steal Mia', /"steal"/],
])('says what is missing in "%s"', (text, because) => {
  expect(parseLeadCommand(text)).toEqual({ kind: 'unclear', because: expect.stringMatching(because) });
});
