import { expect, it } from 'vitest';
import { parseSignalboxCommand } from '#features/operations/signalbox-command.ts';
import { HOUR_MS } from '#kernel/time.ts';

it.each([
  ['', { kind: 'help' }],
  ['HELP', { kind: 'help' }],
  ['audit', { kind: 'audit', scope: { kind: 'all' } }],
  ['audit lead Mia Sand', { kind: 'audit', scope: { kind: 'lead', query: 'Mia Sand' } }],
  ['audit user <@U0ANA|ana>', { kind: 'audit', scope: { kind: 'user', user: 'U0ANA' } }],
  ['audit since 2h', { kind: 'audit', scope: { kind: 'since', ms: 2 * HOUR_MS, text: '2h' } }],
  ['pause', { kind: 'pause', reason: null }],
  ['Pause new  territories', { kind: 'pause', reason: 'new territories' }],
  ['resume', { kind: 'resume' }],
  ['link HubSpot ana@crm.test', { kind: 'link', crm: 'hubspot', user: 'ana@crm.test', person: null }],
  [
    'link salesforce <mailto:ana@crm.test|ana@crm.test> <@U0ANA|ana>',
    { kind: 'link', crm: 'salesforce', user: 'ana@crm.test', person: 'U0ANA' },
  ],
])('understands "%s"', (text, command) => {
  expect(parseSignalboxCommand(text)).toEqual(command);
});

it.each([
  ['audit lead', /Name the lead/],
  ['audit user ana', /with @/],
  ['audit user', /with @/],
  ['audit since yesterday', /how far back/],
  ['audit everything', /"everything"/],
  ['link', /hubspot or salesforce/],
  ['link pipedrive ana', /hubspot or salesforce/],
  ['link hubspot', /CRM user/],
  ['link hubspot ana@crm.test bo', /with @/],
  ['rule', /"rule"/],
])('says what is missing in "%s"', (text, because) => {
  expect(parseSignalboxCommand(text)).toEqual({ kind: 'unclear', because: expect.stringMatching(because) });
});
