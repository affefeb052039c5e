// What GET /readyz looks at: each thing that the app depends on, and why it does not work.
import type { Database } from '#adapters/postgres/connect.ts';
import type { HealthCheck } from '#adapters/server/readiness.ts';
import type { SlackApp } from '#adapters/slack/app.ts';
import type { CrmLink } from '#features/intake/crm-link.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Acquaintance } from './acquaintance.ts';
import type { Dependencies } from './dependencies.ts';

export interface CheckParts {
  readonly database: Pick<Database, 'health'>;
  readonly slackApp: Pick<SlackApp, 'state'>;
  readonly links: ReadonlyMap<CrmName, Pick<CrmLink, 'trouble'>>;
  readonly dependencies: Pick<Dependencies, 'checked'>;
  readonly acquaintance: Pick<Acquaintance, 'settled'>;
}

export function dependencyChecks({ database, slackApp, links, dependencies, acquaintance }: CheckParts) {
  const { checked } = dependencies;
  const crms = Object.fromEntries(
    [...links].map(([name, link]): [string, HealthCheck] => [name, checked(name, () => linked(link))]),
  );
  return {
    database: checked('database', database.health),
    slack: checked('slack', () => {
      const state = slackApp.state();
      if (state.kind === 'ready') {
        return acquaintance.settled() ? { ok: true } : { ok: false, because: 'people and groups are being read' };
      }
      return { ok: false, because: state.kind === 'failing' ? state.because : 'not connected yet' };
    }),
    ...crms,
  };
}

function linked(link: Pick<CrmLink, 'trouble'>): ReturnType<HealthCheck> {
  const because = link.trouble();
  return because === null ? { ok: true } : { ok: false, because };
}
