// Which conversation an address means, and what things are called on the screen.
import { describe, expect, it } from 'vitest';
import { avatarColour, initials } from '#sandbox/page/chat/initials.ts';
import { channelParam, placeOf } from '#sandbox/page/chat/place.ts';
import { ranked } from '#sandbox/page/chat/ranking.ts';
import { agoLabel, clockTime, dayLabel } from '#sandbox/page/chat/times.ts';
import { aSnapshot, DIRECT, GENERAL, LEADS } from '../support/a-workspace.ts';

describe('The place that an address means', () => {
  const snapshot = aSnapshot();

  it.each([
    { when: 'it names a channel', channel: 'enterprise-leads', place: { conversation: LEADS, joined: true } },
    { when: 'it has a channel’s id', channel: 'C1', place: { conversation: LEADS } },
    { when: 'the channel is not joined', channel: 'general', place: { conversation: GENERAL, joined: false } },
    { when: 'it says nothing', channel: null, place: { conversation: LEADS } },
    { when: 'it means the app’s messages', channel: '@app', place: { conversation: DIRECT } },
    { when: 'it means the app’s Home', channel: '@home', place: { kind: 'home' } },
    { when: 'there is no such channel', channel: 'secret', place: { kind: 'nowhere', name: 'secret' } },
  ])('is found when $when', ({ channel, place }) => {
    expect(placeOf(snapshot, channel)).toMatchObject(place);
  });

  it('is the app itself while it has written nothing', () => {
    expect(placeOf(aSnapshot({ conversations: [LEADS] }), '@app')).toEqual({ kind: 'app' });
  });

  it('is none for somebody who is in no conversation', () => {
    expect(placeOf(aSnapshot({ conversations: [] }), null)).toEqual({ kind: 'none' });
  });

  it('is written back as it is read', () => {
    expect([LEADS, DIRECT].map(channelParam)).toEqual(['enterprise-leads', '@app']);
  });
});

describe('Times', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const ts = String(Date.parse('2026-11-22T11:05:00Z') / 1000);

  it('are as people read them where they live', () => {
    expect(clockTime(ts, 'America/New_York')).toMatch(/^6:05\sAM$/u);
    expect(clockTime(ts, 'Europe/Berlin')).toBe('12:05');
  });

  it.each([
    { at: '2026-11-22T00:30:00Z', zone: 'Europe/Berlin', label: 'Today' },
    { at: '2026-11-22T00:30:00Z', zone: 'America/New_York', label: 'Yesterday' },
    { at: '2026-11-18T12:00:00Z', zone: 'Europe/Berlin', label: 'Wednesday 18 November' },
    { at: '2025-11-18T12:00:00Z', zone: 'Europe/Berlin', label: 'Tuesday, 18 November 2025' },
  ])('of $at are $label in $zone', ({ at, zone, label }) => {
    expect(dayLabel(new Date(at), now, zone)).toBe(label);
  });

  it('are said in words where they are near', () => {
    expect(agoLabel(ts, now, 'Europe/Berlin')).toBe('55 minutes ago');
    expect(agoLabel(ts, new Date('2026-11-22T13:10:00Z'), 'Europe/Berlin')).toBe('2 hours ago');
    expect(agoLabel(ts, new Date('2026-11-22T11:00:00Z'), 'Europe/Berlin')).toBe('just now');
    expect(agoLabel(ts, new Date('2026-11-23T13:10:00Z'), 'Europe/Berlin')).toBe('Yesterday at 12:05');
  });
});

describe('Names', () => {
  it('give initials', () => {
    expect(['Ana Ruiz', 'Signalbox', 'Jean Le Rond', 'Ólafur Þór', ''].map(initials)).toEqual([
      'AR',
      'S',
      'JR',
      'ÓÞ',
      '',
    ]);
  });

  it('give a colour that stays', () => {
    expect(avatarColour('ana')).toBe(avatarColour('ana'));
    expect(avatarColour('ana')).toBeGreaterThanOrEqual(1);
    expect(avatarColour('ana')).toBeLessThanOrEqual(8);
  });

  it('are found by their beginning first, then by a word, then by any part', () => {
    expect(ranked(['smb-leads', 'general', 'leads', 'misleading'], 'lead', (name) => [name])).toEqual([
      'leads',
      'smb-leads',
      'misleading',
    ]);
  });
});
