// What programs may ask over HTTP, where a token is set.
import { createAdmission } from '#adapters/server/api.ts';
import type { RouteDeps } from '#adapters/server/routes.ts';
import { answerRequest } from '#features/metrics/answer-request.ts';
import type { Config } from '../config.ts';
import type { Desk } from './desk.ts';

export function apiRoute({ apiToken }: Config, { metrics, playbook, clock, values }: Desk): RouteDeps['api'] {
  if (apiToken === null) return null;
  return {
    admit: createAdmission({ token: apiToken, now: clock.now }),
    kpi: (request) => answerRequest({ store: metrics, playbook, clock, values }, request),
  };
}
