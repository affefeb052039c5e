// What stands in the page's address.
import { describe, expect, it } from 'vitest';
import { NOWHERE, readAddress, writeAddress } from '#sandbox/page/frame/address.ts';
import { aheadLabel } from '#sandbox/page/frame/ahead.ts';

describe('The address of the page', () => {
  it('is Ana’s workspace where it says nothing', () => {
    expect(readAddress('')).toEqual({ tab: 'slack', as: 'ana', pane: NOWHERE, with: null, beside: NOWHERE });
  });

  it('leads into a conversation, a thread, a message, with somebody beside', () => {
    const address = readAddress(
      '?as=cy&channel=smb-leads&thread=1.2&message=1.3&with=bo&with-channel=general&tab=hubspot',
    );
    expect(address).toEqual({
      tab: 'hubspot',
      as: 'cy',
      pane: { channel: 'smb-leads', thread: '1.2', message: '1.3' },
      with: 'bo',
      beside: { channel: 'general', thread: null, message: null },
    });
  });

  it('puts whoever is beside into the same channel until they go elsewhere', () => {
    expect(readAddress('?channel=general&with=bo').beside.channel).toBe('general');
    expect(writeAddress('?channel=general&with=bo', { pane: { ...NOWHERE, channel: 'revops' } })).toContain(
      'with-channel=general',
    );
  });

  it('is read as it was written', () => {
    const written = writeAddress('', { as: 'bo', pane: { channel: '@app', thread: null, message: null } });
    expect(written).toBe('/?as=bo&channel=@app');
    expect(readAddress(written.slice(1)).pane.channel).toBe('@app');
  });

  it('keeps what a tab has put there until another tab is shown', () => {
    const search = '?as=ana&tab=hubspot&object=contacts&id=7';
    expect(writeAddress(search, { as: 'bo' })).toContain('object=contacts&id=7');
    expect(writeAddress(search, { tab: 'salesforce' })).toBe('/?as=ana&tab=salesforce');
  });

  it('takes an unknown tab for Slack', () => {
    expect(readAddress('?tab=nonsense').tab).toBe('slack');
  });
});

describe('A clock that is ahead', () => {
  it.each([
    { ahead: 0, label: '' },
    { ahead: 20_000, label: '' },
    { ahead: 15 * 60_000, label: '+15 min' },
    { ahead: 3.25 * 3_600_000, label: '+3 h 15 min' },
    { ahead: 48 * 3_600_000, label: '+2 d' },
    { ahead: 172 * 3_600_000, label: '+7 d 4 h' },
  ])('by $ahead ms says $label', ({ ahead, label }) => {
    expect(aheadLabel(ahead)).toBe(label);
  });
});
