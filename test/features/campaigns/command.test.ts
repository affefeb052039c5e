import { describe, expect, it } from 'vitest';
import { CAMPAIGN_HELP } from '#features/campaigns/command-words.ts';
import { parseCampaignCommand } from '#features/campaigns/command.ts';

describe('/campaign', () => {
  it.each([
    ['', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['new', { kind: 'new' }],
    ['  Create ', { kind: 'new' }],
    ['list', { kind: 'list', list: 'mine', text: '' }],
    ['list live', { kind: 'list', list: 'live', text: '' }],
    ['list ALL spring  webinar', { kind: 'list', list: 'all', text: 'spring webinar' }],
    ['list spring webinar', { kind: 'list', list: 'all', text: 'spring webinar' }],
    ['waiting', { kind: 'list', list: 'waiting', text: '' }],
    ['show C-7', { kind: 'show', campaign: 7 }],
    ['7', { kind: 'show', campaign: 7 }],
    ['c7', { kind: 'show', campaign: 7 }],
    ['edit #7', { kind: 'edit', campaign: 7 }],
    ['submit 7', { kind: 'submit', campaign: 7 }],
    ['launch c-007', { kind: 'launch', campaign: 7 }],
    ['pause 7', { kind: 'pause', campaign: 7, reason: null }],
    ['pause C-7 the page is  down', { kind: 'pause', campaign: 7, reason: 'the page is down' }],
    ['resume 7', { kind: 'resume', campaign: 7 }],
    ['close 7', { kind: 'close', campaign: 7 }],
    ['kill 7 wrong audience', { kind: 'kill', campaign: 7, reason: 'wrong audience' }],
    [
      'kill 7 ask <@U0ANA|ana> or <!subteam^S0MM|@mm> in <#C0OPS|ops> <@U0BO>',
      { kind: 'kill', campaign: 7, reason: 'ask @ana or @mm in #ops <@U0BO>' },
    ],
    ['tick 7', { kind: 'tick', campaign: 7, item: null, ok: true }],
    ['tick 7 Legal-Ok', { kind: 'tick', campaign: 7, item: 'legal-ok', ok: true }],
    ['untick 7 legal-ok', { kind: 'tick', campaign: 7, item: 'legal-ok', ok: false }],
    ['history 7', { kind: 'history', campaign: 7 }],
    ['reject C-7 too wide', { kind: 'reject', request: { kind: 'campaign', id: 7 }, comment: 'too wide' }],
    ['reject a-12', { kind: 'reject', request: { kind: 'approval', id: 12 }, comment: '' }],
    ['delegate off', { kind: 'delegate_off' }],
    ['delegate <@U0BO|bo> until 2026-12-24', { kind: 'delegate', to: 'U0BO', until: '2026-12-24' }],
    ['delegate to <@U0BO> till next friday', { kind: 'delegate', to: 'U0BO', until: 'next friday' }],
  ])('takes %j', (text, command) => {
    expect(parseCampaignCommand(text)).toEqual(command);
  });

  const campaign = (id: number) => ({ kind: 'campaign', id });
  const approval = (id: number) => ({ kind: 'approval', id });
  it.each([
    ['approve C-7', [campaign(7)], null],
    ['approve A-12 fine by me', [approval(12)], 'fine by me'],
    ['approve 7, 8, 9', [campaign(7), campaign(8), campaign(9)], null],
    ['approve 7 8 9', [campaign(7), campaign(8), campaign(9)], null],
    ['approve A-12 A-13 C-7 all good', [approval(12), approval(13), campaign(7)], 'all good'],
    ['approve 7 2 days are enough', [campaign(7)], '2 days are enough'],
    ['approve A-12 a-12', [approval(12)], null],
  ])('takes %j', (text, requests, comment) => {
    expect(parseCampaignCommand(text)).toEqual({ kind: 'approve', requests, comment });
  });

  it.each([
    ['lanch 7', 'Did you mean /campaign launch 7?'],
    ['aprove A-12 ok', 'Did you mean /campaign approve A-12 ok?'],
    ['stop 7', '/campaign pause 7'],
    ['list liv', '/campaign list live'],
    ['dance', '"dance" is not something /campaign knows.'],
    ['show', '/campaign show C-7'],
    ['show spring', '/campaign list all spring'],
    ['launch A-12', 'A-12 is a request'],
    ['show 99999999999999', 'no campaign’s id'.replace('’', "'")],
    ['approve', '/campaign approve A-12'],
    ['approve it', '/campaign approve A-12'],
    ['reject', '/campaign reject A-12'],
    ['delegate', 'choose them from what Slack offers'],
    ['delegate @bo until friday', 'choose them from what Slack offers'],
    ['delegate <!subteam^S0MM|@marketing> until friday', 'not a group'],
    ['delegate <@U0BO>', 'until when'],
  ])('says what to type instead of %j', (text, because) => {
    expect(parseCampaignCommand(text)).toEqual({ kind: 'unclear', because: expect.stringContaining(because) });
  });

  it('explains each of its verbs', () => {
    for (const verb of 'new list show edit submit launch pause resume close kill tick approve reject history delegate'.split(
      ' ',
    )) {
      expect(CAMPAIGN_HELP).toContain(`/campaign ${verb} `);
    }
  });
});
