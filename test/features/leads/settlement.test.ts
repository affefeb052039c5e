import { describe, expect, it } from 'vitest';
import { settlementOf } from '#features/leads/settlement.ts';
import { aWrite } from '../../support/builders.ts';

const hubspot = (over = {}) => aWrite({ outcome: 'assigned', ...over });
const salesforce = (over = {}) => aWrite({ crm: 'salesforce', id: '00Q1', outcome: 'assigned', ...over });
const deal = (over = {}) =>
  aWrite({ crm: 'salesforce', object: 'opportunity', id: '0061', outcome: 'assigned', ...over });

describe('a claim', () => {
  it('is open while one CRM has not answered', () => {
    expect(settlementOf({ writes: [hubspot(), salesforce({ outcome: 'pending' })] })).toBeNull();
  });

  it.each([
    {
      when: 'every CRM took it',
      writes: [hubspot(), salesforce({ outcome: 'unchanged' })],
      state: 'written',
      notice: null,
    },
    { when: 'there was nothing to write', writes: [], state: 'written', notice: null },
    {
      when: 'one CRM refused the lead',
      writes: [hubspot(), salesforce({ outcome: 'refused', message: 'Locked by approval' })],
      state: 'partial',
      notice: 'Salesforce refused: Locked by approval',
    },
    {
      when: 'only the opportunity was refused',
      writes: [hubspot(), deal({ outcome: 'refused' })],
      state: 'partial',
      notice: 'the Salesforce opportunity refused: no reason given',
    },
    {
      when: 'the opportunity is another’s',
      writes: [hubspot(), deal({ outcome: 'conflict', message: 'Sam' })],
      state: 'partial',
      notice: 'the Salesforce opportunity says Sam owns it; nothing was overwritten',
    },
    {
      when: 'one CRM says that somebody else owns the lead',
      writes: [hubspot(), salesforce({ outcome: 'conflict', message: 'Sam' })],
      state: 'conflict',
      notice: 'Salesforce says Sam owns it; nothing was overwritten',
    },
    {
      when: 'a record that came later was left with its owner',
      writes: [hubspot(), salesforce({ outcome: 'conflict', message: 'Sam', target: 'sam', rival: 'sam' })],
      state: 'partial',
      notice: 'Salesforce says Sam owns it; nothing was overwritten',
    },
    {
      when: 'a CRM does not say who owns the lead',
      writes: [hubspot({ outcome: 'conflict' })],
      state: 'conflict',
      notice: 'HubSpot says somebody else owns it; nothing was overwritten',
    },
    {
      when: 'every CRM refused',
      writes: [hubspot({ outcome: 'refused', message: 'No permission' }), salesforce({ outcome: 'gone' })],
      state: 'refused',
      notice: 'HubSpot refused: No permission; deleted in Salesforce',
    },
    {
      when: 'the opportunity was taken but the lead refused',
      writes: [hubspot({ outcome: 'refused', message: 'No permission' }), deal()],
      state: 'refused',
      notice: 'HubSpot refused: No permission',
    },
    {
      when: 'the opportunity was deleted',
      writes: [hubspot(), deal({ outcome: 'gone' })],
      state: 'partial',
      notice: 'the Salesforce opportunity was deleted',
    },
  ])('comes to $state when $when', ({ writes, state, notice }) => {
    expect(settlementOf({ writes })).toEqual({ state, notice });
  });
});
