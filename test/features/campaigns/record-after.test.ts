import { expect, it } from 'vitest';
import type { BegunWrite } from '#features/campaigns/begin-write.ts';
import { recordAfter } from '#features/campaigns/record-after.ts';
import type { CampaignWriteOutcome, CrmCampaignFields } from '#ports/crm-campaigns.ts';
import { aCampaign, aCampaignRecord } from '../../support/campaign-builder.ts';
import { noon } from '../../support/lead-builder.ts';

const here = { at: noon, home: 'EUR' };

function begun(part: BegunWrite['part'], currency = 'EUR'): BegunWrite {
  const campaign = aCampaign({ plan: { currency } });
  return { kind: 'write', campaign, record: aCampaignRecord(), part, fields: {}, state: 'live', repeat: false };
}

function written(fields: Partial<CrmCampaignFields> = {}, differs: readonly string[] = []): CampaignWriteOutcome {
  const all = { name: 'x', state: 'live', ...fields } as const;
  return {
    kind: 'written',
    campaign: { crm: 'salesforce', id: '7', fields: all, modifiedAt: noon, modifiedBy: null },
    differs,
  };
}

const writing = aCampaignRecord({ state: 'writing' });

it.each([
  { when: 'it was written', part: 'launch', outcome: written(), is: { state: 'live', recordId: '7', message: null } },
  { when: 'an unimportant field differs', part: 'launch', outcome: written({}, ['goals']), is: { state: 'live' } },
  {
    when: 'the budget was taken otherwise',
    part: 'launch',
    outcome: written({ budget: '1.00' }, ['budget']),
    is: { state: 'refused', recordId: '7', message: 'it was taken otherwise than approved: budget is 1.00' },
  },
  {
    when: 'the CRM said no',
    part: 'launch',
    outcome: { kind: 'refused', message: 'no' },
    is: { state: 'refused', message: 'no' },
  },
  {
    when: 'a pause was refused',
    part: 'state',
    outcome: { kind: 'refused', message: 'no' },
    is: { state: 'waiting', message: 'no' },
  },
  {
    when: 'it was deleted before its launch',
    part: 'launch',
    outcome: { kind: 'gone' },
    is: { state: 'refused', recordId: null },
  },
  { when: 'it was deleted while it ran', part: 'state', outcome: { kind: 'gone' }, is: { state: 'gone' } },
] as const)('is $is.state when $when', ({ part, outcome, is }) => {
  expect(recordAfter(begun(part), writing, outcome, here)).toMatchObject(is);
});

it('is refused where a CRM of one currency would take dollars for euros', () => {
  expect(recordAfter(begun('launch', 'USD'), writing, written(), here)).toMatchObject({
    state: 'refused',
    message: 'it keeps no currency and would read USD as EUR: plan the budget in EUR',
  });
  expect(recordAfter(begun('launch', 'USD'), writing, written({ currency: 'USD' }), here).state).toBe('live');
});

it('stays refused while what was taken otherwise is put back', () => {
  const refused = aCampaignRecord({ state: 'refused', message: 'so', recordId: '7' });
  expect(recordAfter(begun('state'), refused, written({ state: 'planned' }), here)).toMatchObject({
    state: 'refused',
    message: 'so',
    seen: { state: 'planned' },
  });
});
