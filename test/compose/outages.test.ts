import { describe, expect, it } from 'vitest';
import { createOutages } from '#compose/outages.ts';
import type { FaultCode } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import { aHeldIntent } from '../support/builders.ts';
import { noon } from '../support/lead-builder.ts';
import { silentLog } from '../support/silent-log.ts';

const KINDS = ['lead.card', 'ops.message', 'crm.assign', 'crm.create', 'hold.release'];
const inHubspot: JsonObject = { ref: { crm: 'hubspot', object: 'lead', id: '1' } };

function aWatch() {
  let at = 0;
  const hastened: { kinds: readonly string[]; crm: string | null }[] = [];
  const outages = createOutages({
    outbox: {
      async hasten(outage) {
        hastened.push(outage);
        return 1;
      },
    },
    kinds: KINDS,
    clock: { now: () => noon },
    log: silentLog,
    monotonic: () => at,
  });
  return {
    outages,
    hastened,
    pass(ms: number) {
      at += ms;
    },
    settle(kind: string, fault: FaultCode | null, payload: JsonObject = {}) {
      outages.settled({ intent: aHeldIntent({ kind, payload }), outcome: fault === null ? 'done' : 'retry', fault });
    },
  };
}

describe('an outage that is over', () => {
  it('is known by the first success after a failure, and calls back what waited for that side alone', () => {
    const watch = aWatch();
    watch.settle('crm.assign', null, inHubspot);
    expect(watch.hastened).toEqual([]);
    watch.settle('crm.assign', 'unavailable', inHubspot);
    watch.settle('lead.card', 'timeout');
    watch.settle('crm.create', null, { crm: 'salesforce' });
    watch.settle('hold.release', null);
    expect(watch.hastened).toEqual([]);
    watch.settle('crm.create', null, { crm: 'hubspot' });
    expect(watch.hastened).toEqual([{ kinds: ['crm.assign', 'crm.create'], crm: 'hubspot' }]);
    watch.settle('ops.message', null);
    expect(watch.hastened[1]).toEqual({ kinds: ['lead.card', 'ops.message'], crm: null });
  });

  it('is not believed again at once while others still fail', async () => {
    const watch = aWatch();
    for (let tries = 0; tries < 5; tries += 1) {
      watch.settle('lead.card', 'unavailable');
      watch.settle('lead.card', null);
    }
    expect(watch.hastened).toHaveLength(1);
    watch.pass(5_000);
    await watch.outages.back('slack');
    expect(watch.hastened).toHaveLength(2);
  });

  it('is none where Slack asked to wait or a defect was ours', () => {
    const watch = aWatch();
    for (const fault of ['rate_limited', 'internal'] as const) watch.settle('lead.card', fault);
    watch.settle('lead.card', null);
    expect(watch.hastened).toEqual([]);
  });
});
