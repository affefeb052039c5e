// What a pane knows of its workspace, change by change.
import { describe, expect, it } from 'vitest';
import { waitBeforeRetry } from '#sandbox/page/live/backoff.ts';
import { withNews } from '#sandbox/page/live/snapshot.ts';
import { aMessage, ANA, aSnapshot, BO, GENERAL, LEADS } from '../support/a-workspace.ts';

describe('What a pane knows', () => {
  it('is nothing before the first snapshot, whatever comes', () => {
    expect(withNews(null, { kind: 'people', people: [ANA] })).toBeNull();
  });

  it('is replaced by a snapshot as a whole', () => {
    const fresh = aSnapshot({ team: 'Other' });
    expect(withNews(aSnapshot(), { kind: 'snapshot', snapshot: fresh })).toBe(fresh);
  });

  it('follows unread marks and channels joined', () => {
    const unread = { ...LEADS, unread: 3, pings: 1 };
    const next = withNews(aSnapshot(), { kind: 'conversations', conversations: [unread, GENERAL], others: [] });
    expect(next?.conversations).toEqual([unread, GENERAL]);
    expect(next?.others).toEqual([]);
  });

  it('knows its own person by their new name', () => {
    const renamed = { ...ANA, realName: 'Ana R.' };
    expect(withNews(aSnapshot(), { kind: 'people', people: [renamed, BO] })?.as).toBe(renamed);
  });

  it('is the same object when a message comes', () => {
    const held = aSnapshot();
    expect(withNews(held, { kind: 'message_posted', message: aMessage(1), notification: 'x' })).toBe(held);
  });
});

describe('A lost connection', () => {
  it('is tried after half a second, then ever more rarely, every five seconds at the latest', () => {
    expect([1, 2, 3, 4, 5, 20].map(waitBeforeRetry)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });
});
