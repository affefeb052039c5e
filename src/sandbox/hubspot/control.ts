// The driver over HTTP, for when this HubSpot runs in another process: POST /_sandbox/<act> with a JSON body.
// GET /_sandbox/ lists it.
import { z } from 'zod';
import { ACTS } from './control-acts.ts';
import type { HubspotDriver } from './driver.ts';
import { stateOf } from './driver.ts';
import { ApiError } from './errors.ts';
import type { Answer, Exchange } from './exchange.ts';

const PREFIX = '/_sandbox/';

interface Read {
  readonly about: string;
  readonly run: (driver: HubspotDriver) => unknown;
}

const READS: Readonly<Record<string, Read>> = {
  '': { about: 'This list', run: contents },
  state: {
    about:
      'Everything there is to see: records by object, owners, armed faults, how webhooks misbehave, the day’s calls',
    run: (driver) => ({
      ...stateOf(driver),
      owners: driver.owners(),
      faults: driver.faults(),
      webhookFaults: driver.webhookFaults(),
      dailyLimit: driver.dailyLimit(),
    }),
  },
};

/** Null where the path is none of the control API's. Throws 400 and 404 in HubSpot's shape, for uniformity. */
export function control(driver: HubspotDriver, { method, path, body }: Exchange): Answer | null {
  if (!path.startsWith(PREFIX)) return null;
  const name = path.slice(PREFIX.length);
  const read = method === 'GET' && Object.hasOwn(READS, name) ? READS[name] : undefined;
  if (read !== undefined) return { status: 200, body: read.run(driver) };
  const act = method === 'POST' && Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (act === undefined) {
    throw new ApiError(404, `There is no ${method} ${path}; see GET ${PREFIX}.`, { category: 'SANDBOX' });
  }
  try {
    return { status: 200, body: act.run(driver, body) ?? {} };
  } catch (error) {
    if (error instanceof z.ZodError) throw new ApiError(400, z.prettifyError(error), { category: 'SANDBOX' });
    throw error;
  }
}

function contents(): Readonly<Record<string, string>> {
  const reads = Object.entries(READS).map(([name, { about }]) => [`GET ${PREFIX}${name}`, about]);
  const acts = Object.entries(ACTS).map(([name, { about }]) => [`POST ${PREFIX}${name}`, about]);
  return Object.fromEntries([...reads, ...acts]);
}
