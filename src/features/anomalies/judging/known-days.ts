// What is known of days by now: the playbook's events, people's, and the launches of campaigns, read once for all KPIs.
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { WatchTx } from '../desk.ts';
import type { KnownEvent } from '../store.ts';
import { campaignDays } from './campaign-days.ts';
import type { CampaignDay } from './campaign-days.ts';
import { specialDays } from './special-days.ts';
import type { SpecialDayOf } from './special-days.ts';

export interface KnownDaysDeps {
  readonly stores: Pick<WatchTx, 'watches' | 'campaigns'>;
  readonly playbook: PlaybookInForce;
}

/** More campaigns than two years of a busy company have. */
const CAMPAIGNS = 1000;

/** @returns for the id of a KPI what is known of its days. Throws what the stores throw. */
export async function knownDays(deps: KnownDaysDeps): Promise<(metric: string) => SpecialDayOf> {
  const { playbook } = deps.playbook();
  const { events, campaigns } = await readKnown(deps);
  const made = new Map<string, SpecialDayOf>();
  return (metric) => {
    const known = made.get(metric) ?? specialDays(playbook, events, campaigns, metric);
    made.set(metric, known);
    return known;
  };
}

export interface Known {
  /** Those that people named. */
  readonly events: readonly KnownEvent[];
  readonly campaigns: readonly CampaignDay[];
}

export async function readKnown({ stores, playbook }: KnownDaysDeps): Promise<Known> {
  const zone = playbook().playbook.organization.timezone;
  const events = await stores.watches.events();
  const campaigns = await stores.campaigns.list({ states: ['live', 'paused', 'killed', 'closed'], limit: CAMPAIGNS });
  return { events, campaigns: campaignDays(campaigns, zone) };
}
