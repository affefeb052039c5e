// Two replicas are restarted one after the other while leads come in and people click: no click stays unanswered, no
// webhook is refused for good, and nothing is done twice.
import { expect } from 'vitest';
import { untilReady } from '../support/house.ts';
import { aPipeline } from './pipeline.ts';

const PATIENCE_MS = 120_000;

export interface RollingFigures {
  readonly restarts: number;
  readonly leads: number;
  readonly clicks: number;
  /** Deliveries of webhooks that were not taken at the first try. */
  readonly secondTries: number;
}

export async function restartUnderLoad(restarts: number, everyMs: number): Promise<RollingFigures> {
  const pipeline = await aPipeline({ app: false });
  const { house } = pipeline;
  try {
    const replicas = await Promise.all([house.startProcess(), house.startProcess()]);
    await untilReady(house);
    const stopClicks = pipeline.pressClaims();
    const stopLeads = pipeline.keepComing(everyMs);
    for (let restart = 0; restart < restarts; restart += 1) {
      await replicas.shift()?.stop();
      replicas.push(await house.startProcess());
      await untilReady(house);
    }
    stopLeads();
    await pipeline.expectExactlyOnce(PATIENCE_MS);
    const clicks = await stopClicks();
    expect(clicks.filter((kind) => kind !== 'acknowledged')).toEqual([]);
    await house.webhooks.settled();
    const deliveries = house.webhooks.deliveries();
    expect(deliveries.filter(({ status }) => status === 200)).toHaveLength(firstTries(deliveries));
    expect(house.errors).toEqual([]);
    const secondTries = deliveries.length - firstTries(deliveries);
    return { restarts, leads: pipeline.names.length, clicks: clicks.length, secondTries };
  } finally {
    await pipeline.close();
  }
}

function firstTries(deliveries: readonly { readonly attempt: number }[]): number {
  return deliveries.filter(({ attempt }) => attempt === 0).length;
}
