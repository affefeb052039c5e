// One CRM as Signalbox finds it: how old its data is, whether it still tells of changes, whether its calls will last.
import type { CrmName } from '#ports/crm.ts';
import { defaultCountry, specialDay } from '../calendar.ts';
import { readApiBudget, rememberedCalls } from './api-budget.ts';
import type { Calls } from './api-budget.ts';
import type { SelfDeps, WebhookFigures } from './look-at-self.ts';
import type { SelfMemory, WebhookMemory } from './memory.ts';
import type { Reading } from './reading.ts';
import { timeOfWeek, learned, NO_RHYTHM } from './rhythm.ts';
import { readSyncLag } from './sync-lag.ts';
import { troubleKey } from './troubles.ts';
import { readSilence } from './webhook-silence.ts';

export interface CrmLook {
  readonly crm: CrmName;
  readonly readings: readonly Reading[];
  readonly webhooks: WebhookMemory;
  readonly calls: readonly Calls[];
}

/** Of a CRM that counts the last 24 hours: of a change that is two hours old, 22 are to come. */
const ROLLING_HOURS = 22;

/** @param memory of this look: `at` is now. */
export async function lookAtCrm(
  { stores, delay, usage, playbook }: SelfDeps,
  crm: CrmName,
  memory: SelfMemory,
  heard: WebhookFigures = { last: null, polled: 0 },
): Promise<CrmLook> {
  const { at: now, awake } = memory;
  const { organization, watching } = playbook().playbook;
  const zone = organization.timezone;
  const [states, fill] = await Promise.all([stores.sync.states(crm), stores.sync.fill(crm)]);
  const lag = readSyncLag({ crm, states, fill, delay: delay(crm), awake, now });
  const time = timeOfWeek(now, zone);
  const isUsual = !isHoliday(watching.countries, zone, now);
  // While a CRM cannot be read it has nothing to tell of either.
  const isThere = lag === null || lag.is === 'calm';
  const isTroubled = memory.troubles[troubleKey({ metric: 'webhook_silence', series: crm })] !== undefined;
  const webhooks = webhooksAfter(memory, crm, heard, isUsual && isThere && !isTroubled ? time : null);
  const silence = isUsual && isThere ? readSilence({ crm, webhooks, polled: heard.polled, time, awake, now }) : null;
  const isFilling = states.some(({ phase, trouble }) => phase === 'fill' && trouble === null);
  const used = isFilling ? null : usage(crm);
  // A process that has asked nothing yet knows nothing, and forgets nothing. A first reading says nothing of other days.
  const before = isFilling ? [] : (memory.calls[crm] ?? []);
  const calls = used === null ? before : rememberedCalls(before, used.used, now);
  const hoursLeft = crm === 'hubspot' ? hoursOfDayLeft(now, zone) : ROLLING_HOURS;
  const budget = used === null ? null : readApiBudget({ crm, calls, limit: used.limit, hoursLeft, now });
  return { crm, readings: [lag, silence, budget].filter((reading) => reading !== null), webhooks, calls };
}

/** @param time of the week; null: this look teaches nothing of the rhythm. */
function webhooksAfter(memory: SelfMemory, crm: CrmName, { last }: WebhookFigures, time: number | null): WebhookMemory {
  const before = memory.webhooks[crm] ?? { last: null, rhythm: NO_RHYTHM };
  const newest = last ?? before.last;
  // Of a CRM that never sent any there is nothing to learn.
  if (newest === null || time === null) return { ...before, last: newest };
  const isHeard = before.last === null || newest > before.last;
  return { last: newest, rhythm: learned(before.rhythm, time, isHeard) };
}

function isHoliday(countries: readonly string[], zone: string, now: Date): boolean {
  const places = countries.length > 0 ? countries : [defaultCountry(zone)].filter((place) => place !== null);
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
  return specialDay(places, day) !== null;
}

/** HubSpot counts from midnight in the zone of its account, which is most often ours. */
function hoursOfDayLeft(now: Date, zone: string): number {
  return 24 - (timeOfWeek(now, zone) % 24);
}
