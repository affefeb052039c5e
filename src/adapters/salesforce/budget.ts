// What Salesforce tells of the day's API calls with each answer.
import type { HttpPolicy } from '#adapters/http/policy.ts';

/** Takes the figure of a `Sforce-Limit-Info` header: `api-usage=18/5000`. */
export function noteUsage(policy: Pick<HttpPolicy, 'reportUsage'>, limitInfo: string | undefined): void {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '') ?? [];
  if (used === undefined || limit === undefined) return;
  policy.reportUsage({ used: { used: Number(used), limit: Number(limit) } });
}
