import { describe, expect, it } from 'vitest';
import { sdkFault } from '#adapters/slack/errors.ts';

describe('what a listener met when it answered', () => {
  it.each(['fetch failed', 'terminated'])('is an outage where fetch says "%s"', (message) => {
    expect(sdkFault(new TypeError(message))).toMatchObject({ code: 'unavailable', ambiguous: true });
  });

  it('is a silence where its deadline passed, after which the answer may stand there', () => {
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(sdkFault(late)).toMatchObject({ code: 'timeout', ambiguous: true });
  });

  it('stays what it is where it is a mistake of ours', () => {
    const error = new TypeError('x is not a function');
    expect(sdkFault(error)).toBe(error);
  });
});
