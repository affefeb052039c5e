// What the composer offers.
import { describe, expect, it } from 'vitest';
import { offersAt, usagesOf } from '#sandbox/page/chat/completion.ts';
import type { Completable } from '#sandbox/page/chat/completion.ts';
import { aPerson, ANA, APP, BO, DIRECT, GENERAL, LEADS } from '../support/a-workspace.ts';

const USAGE = 'open | show NAME | hand over NAME @colleague | audit [lead NAME | since 2h] | help';
const KNOWN: Completable = {
  commands: [
    { command: '/lead', description: 'See and work leads', usage: USAGE },
    { command: '/signalbox', description: 'Health', usage: '' },
  ],
  people: [ANA, BO, APP, aPerson({ name: 'gone', realName: 'Gone', deleted: true })],
  channels: [LEADS, GENERAL, DIRECT],
  inThread: false,
};

function labels(text: string, known = KNOWN): readonly string[] | null {
  return offersAt(text, text.length, known)?.offers.map(({ label }) => label) ?? null;
}

/** The text after the first offer was taken. */
function taken(text: string): string | null {
  const offers = offersAt(text, text.length, KNOWN);
  const offer = offers?.offers[0];
  if (!offers || !offer) return null;
  return text.slice(0, offers.from) + offer.insert + text.slice(offers.to);
}

describe('The composer offers', () => {
  it('all commands after a slash, then those that fit, with what they are for', () => {
    expect(labels('/')).toEqual(['/lead', '/signalbox']);
    expect(labels('/si')).toEqual(['/signalbox']);
    expect(offersAt('/le', 3, KNOWN)?.offers[0]?.about).toContain('See and work leads');
  });

  it('the ways to use a command, then those that fit what follows it', () => {
    expect(labels('/lead ')).toHaveLength(5);
    expect(labels('/lead ha')).toEqual(['/lead hand over NAME @colleague']);
    expect(taken('/lead ha')).toBe('/lead hand over ');
    expect(taken('/lead op')).toBe('/lead open');
  });

  it('goes on saying what a command takes while it is typed', () => {
    expect(labels('/lead show Jür')).toEqual(['/lead show NAME']);
    expect(taken('/lead show Jür')).toBe('/lead show Jür');
  });

  it('people by the first letters of any of their names, without who is gone', () => {
    expect(labels('Ask @li')).toEqual(['Bo Lindqvist']);
    expect(labels('Ask @gon')).toBeNull();
    expect(taken('Ask @Ru')).toBe('Ask @ana ');
  });

  it('people within a command', () => {
    expect(taken('/lead hand over Jürgen @b')).toBe('/lead hand over Jürgen @bo ');
  });

  it('channels, but no direct messages', () => {
    expect(labels('#')).toEqual(['#enterprise-leads', '#general']);
    expect(labels('see #leads')).toEqual(['#enterprise-leads']);
  });

  it.each([
    { when: 'there is only text', text: 'hello' },
    { when: 'a slash stands inside', text: 'either /or' },
    { when: 'the command is unknown', text: '/nothing x' },
    { when: 'an @ is part of a word', text: 'bo@ac' },
    { when: 'nothing fits', text: '@zzz' },
  ])('nothing when $when', ({ text }) => {
    expect(labels(text)).toBeNull();
  });

  it('no commands in threads, where Slack has none', () => {
    expect(labels('/le', { ...KNOWN, inThread: true })).toBeNull();
  });

  it('for where the caret is, not for what follows it', () => {
    const offers = offersAt('@b and more', 2, KNOWN);
    expect(offers).toMatchObject({ kind: 'person', from: 0, to: 2 });
  });
});

describe('A usage hint', () => {
  it('is split where it offers ways, not within brackets', () => {
    expect(usagesOf(USAGE)).toEqual([
      'open',
      'show NAME',
      'hand over NAME @colleague',
      'audit [lead NAME | since 2h]',
      'help',
    ]);
    expect(usagesOf('link hubspot|salesforce EMAIL')).toEqual(['link hubspot|salesforce EMAIL']);
    expect(usagesOf('')).toEqual([]);
  });
});
