import { describe, expect, it } from 'vitest';
import { createDeliveryPace, createPace } from '#adapters/slack/pace.ts';

function aPace(options: { burst?: number } = {}) {
  let now = 0;
  const pace = createPace({ monotonic: () => now, perChannelMs: 1000, ...options });
  return { pace, pass: (ms: number) => (now += ms) };
}

describe('the pace of a channel', () => {
  it('lets one message a second through', () => {
    const { pace, pass } = aPace();
    expect(pace.reserve('C1')).toBe(0);
    expect(pace.reserve('C1')).toBe(1000);
    pass(400);
    expect(pace.reserve('C1')).toBe(600);
    pass(600);
    expect(pace.reserve('C1')).toBe(0);
  });

  it('leaves other channels alone', () => {
    const { pace } = aPace();
    pace.reserve('C1');
    expect(pace.reserve('C2')).toBe(0);
  });

  it('gives each ticket a place of its own, and keeps it', () => {
    const { pace, pass } = aPace();
    expect(['a', 'b', 'c'].map((ticket) => pace.reserve('C1', ticket))).toEqual([0, 1000, 2000]);
    pass(900);
    expect(pace.reserve('C1', 'c')).toBe(1100);
    expect(pace.reserve('C1', 'b')).toBe(100);
    pass(100);
    expect(pace.reserve('C1', 'b')).toBe(0);
    expect(pace.reserve('C1', 'd')).toBe(2000);
  });

  it('takes a burst where allowed', () => {
    const { pace } = aPace({ burst: 3 });
    expect(['a', 'b', 'c', 'd'].map((ticket) => pace.reserve('C1', ticket))).toEqual([0, 0, 0, 1000]);
  });

  it('holds everyone back for as long as Slack asked', () => {
    const { pace, pass } = aPace();
    pace.reserve('C1', 'a');
    pace.reserve('C1', 'b');
    pace.hold('C1', 5000);
    expect(pace.reserve('C1', 'b')).toBe(5000);
    pass(5000);
    expect(pace.reserve('C1', 'b')).toBe(0);
  });

  it('forgets a place that nobody comes back for', () => {
    const { pace, pass } = aPace();
    pace.reserve('C1', 'a');
    pace.reserve('C1', 'b');
    pass(60_000);
    expect(pace.reserve('C1', 'c')).toBe(0);
  });
});

describe('the pace of deliveries', () => {
  it('counts edits over all channels and apart from posts', () => {
    const pace = createDeliveryPace();
    const waits = Array.from({ length: 31 }, (_, index) => pace.reserveEdit(String(index)));
    expect(waits.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 0));
    expect(waits[30]).toBeGreaterThan(0);
    expect(pace.reserve('C1', 'post')).toBe(0);
  });
});
