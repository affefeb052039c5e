// The org over HTTP: control API, then whatever a fault does to a call, then the call itself. Remembers the last calls.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ControlContext } from './control-acts.ts';
import { answerControl } from './control-api.ts';
import { SalesforceError } from './errors.ts';
import { faultAnswer, readIncoming, send } from './exchange.ts';
import type { Faults, SalesforceFault } from './faults.ts';
import { answerRequest } from './routes.ts';
import type { Incoming, Outgoing, RouteContext } from './routes.ts';

export interface ServiceDeps {
  readonly context: RouteContext;
  readonly faults: Faults;
  readonly controls: ControlContext;
}

/** A call that was answered (or befallen by a fault), newest last; the last 1,000 are kept. */
export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Null where no answer was sent. */
  readonly status: number | null;
}

export interface Service {
  handle(request: IncomingMessage, response: ServerResponse): void;
  readonly calls: readonly SeenCall[];
  /** Tells of each call right before it is answered; the returned function stops it. */
  onRequest(listener: RequestListener): () => void;
}

type RequestListener = (call: { readonly method: string; readonly path: string }) => void;

const LONGEST_URI = 16_384;
const KEPT_CALLS = 1000;

export function createService({ context, faults, controls }: ServiceDeps): Service {
  const { usage } = context;
  const calls: SeenCall[] = [];
  const listeners = new Set<RequestListener>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readIncoming(request, context.url);
    const { pathname } = incoming.url;
    if (pathname.startsWith('/_sandbox/')) {
      send(response, control(incoming), usage);
      return;
    }
    for (const listener of listeners) listener({ method: incoming.method, path: pathname });
    const status = await answerUnderFault(incoming, response, faults.take(incoming.method, pathname));
    calls.push({ method: incoming.method, path: pathname, headers: incoming.headers, status });
    if (calls.length > KEPT_CALLS) calls.shift();
  }

  async function answerUnderFault(
    incoming: Incoming,
    response: ServerResponse,
    fault: SalesforceFault | null,
  ): Promise<number | null> {
    if (fault?.kind === 'hang') return null;
    if (fault?.kind === 'slow') await sleep(fault.ms);
    const outgoing = fault?.kind === 'reset' ? null : (faultAnswer(fault) ?? answerSafely(incoming));
    if (outgoing === null || fault?.kind === 'drop_after_commit') {
      response.destroy();
      return null;
    }
    send(response, outgoing, usage);
    return outgoing.status;
  }

  function answerSafely(incoming: Incoming): Outgoing {
    if (incoming.url.pathname.length + incoming.url.search.length > LONGEST_URI)
      return { status: 414, html: 'URI Too Long' };
    return answerRequest(context, incoming);
  }

  function control(incoming: Incoming): Outgoing {
    try {
      const body: unknown = incoming.text === '' ? undefined : JSON.parse(incoming.text);
      return answerControl(controls, incoming.method, incoming.url.pathname, body);
    } catch (error) {
      if (error instanceof SalesforceError) return { status: error.status, body: error.errors };
      if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
      return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }

  return {
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    },
    calls,
    onRequest(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
