// How much a channel is told: so many messages within a span, what is grave as many again. The rest goes into its digest.
import { after } from '#kernel/time.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Incident, IncidentStore, Telling } from '../store.ts';

/** A digest is no message of the budget: it is what comes in place of them. */
const COUNTED: ReadonlySet<Telling['kind']> = new Set(['told', 'again']);

/** Whether the channel may be told of it now. */
export async function hasRoom(
  incidents: Pick<IncidentStore, 'tellings'>,
  { channelName, severity }: Pick<Incident, 'channelName' | 'severity'>,
  { watching: { budget } }: Playbook,
  now: Date,
): Promise<boolean> {
  const tellings = await incidents.tellings(channelName, after(now, -budget.within));
  const used = tellings.filter(({ kind }) => COUNTED.has(kind)).length;
  return used < (severity === 'high' ? 2 * budget.messages : budget.messages);
}
