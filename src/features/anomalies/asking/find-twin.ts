// Whether the same is watched in the same place already, by somebody or by the playbook, and whose it is.
import type { WatchDesk, WatchTx } from '../desk.ts';
import { planSeries } from '../series/plan-series.ts';
import type { Watch } from '../store.ts';
import { watchesOf } from '../watching/watches-of.ts';
import { channelIds } from './channel-ids.ts';
import { isSameWatch } from './ask-watch.ts';
import type { NewWatch } from './ask-watch.ts';
import { namesPeriod, watchedText } from './watched-text.ts';

/** What is said of the one that is there; null: there is none. Throws what the stores throw. */
export async function findTwin<Tx extends WatchTx>(desk: WatchDesk<Tx>, wanted: NewWatch): Promise<string | null> {
  const { stores, playbook } = desk;
  const all = watchesOf(playbook().playbook, await stores.watches.asked());
  const ids = await channelIds(
    desk,
    all.map(({ channel }) => channel),
  );
  for (const watch of all) {
    if (ids.get(watch.channel) !== wanted.channel) continue;
    const normal = watch.createdBy === null ? await asAsked(desk, watch) : watch;
    if (isSameWatch({ ...normal, channel: wanted.channel }, wanted)) return twinText(watch);
  }
  return null;
}

function twinText({ key, createdBy }: Watch): string {
  const number = key.replace(/^watch:/u, '#');
  return createdBy === null
    ? 'The playbook watches this here already: /kpi watches shows it.'
    : `This is watched here already, as ${number}: /kpi watches shows it, and ends it.`;
}

/** The playbook's own words, written as those of people are. */
async function asAsked<Tx extends WatchTx>(desk: WatchDesk<Tx>, watch: Watch): Promise<Watch> {
  const plan = await planSeries(desk, watch);
  if (plan.kind === 'refused') return watch;
  const period = watch.threshold !== null && namesPeriod(watch.question, plan.question);
  return { ...watch, question: watchedText(plan.question, period), by: plan.by };
}
