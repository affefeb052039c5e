// Failpoints: nothing while unarmed, the asked-for failure at the asked-for time, and refused outside of tests.
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { armFailpoints, failpoint, FAILPOINTS, readStrikes } from '#kernel/failpoints.ts';
import { readSources } from '../support/source-files.ts';

afterEach(() => armFailpoints([]));

describe('a failpoint', () => {
  it('does nothing while nothing is armed', () => {
    expect(failpoint('webhook.stored')).toBeUndefined();
  });

  it('fails at the time that was asked for, and at no other', async () => {
    armFailpoints(readStrikes('webhook.stored=throw@2', []));
    expect(failpoint('webhook.stored')).toBeUndefined();
    await expect(failpoint('webhook.stored')).rejects.toThrow(Fault);
    expect(failpoint('webhook.stored')).toBeUndefined();
  });

  it('fails for the detail that was asked for, and for no other', async () => {
    armFailpoints(readStrikes('outbox.called:crm.create=throw', []));
    expect(failpoint('outbox.called', 'lead.card')).toBeUndefined();
    await expect(failpoint('outbox.called', 'crm.create')).rejects.toThrow('outbox.called');
  });

  it('that hangs never goes on', async () => {
    armFailpoints(readStrikes('inbox.read=hang', []));
    const gaveUp = new Promise((resolve) => {
      setImmediate(resolve, 'gave up');
    });
    expect(await Promise.race([failpoint('inbox.read'), gaveUp])).toBe('gave up');
  });
});

describe('strikes', () => {
  it('are read with place, detail, action and time', () => {
    const problems: string[] = [];
    expect(readStrikes('outbox.called:crm.create=kill@3, poll.received=hang', problems)).toEqual([
      { point: 'outbox.called', detail: 'crm.create', action: 'kill', at: 3 },
      { point: 'poll.received', detail: null, action: 'hang', at: 1 },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(['nowhere=kill', 'webhook.stored=explode', 'webhook.stored', 'webhook.stored=kill@0', 'toString=kill'])(
    'are refused when written as %s',
    (text) => {
      const problems: string[] = [];
      expect(readStrikes(text, problems)).toEqual([]);
      expect(problems).toEqual([expect.stringContaining(text)]);
    },
  );
});

it('every failpoint of the catalogue stands in the code', () => {
  const sources = readSources();
  const missing = Object.keys(FAILPOINTS).filter(
    (point) => !sources.some(({ text }) => text.includes(`failpoint('${point}'`)),
  );
  expect(missing).toEqual([]);
});
