// Every kind of intent that tells of incidents and who carries it out.
import type { IntentHandler } from '#ports/outbox.ts';
import type { WatchTx } from '../desk.ts';
import { deliverDigest } from './deliver-digest.ts';
import { deliverIncident } from './deliver-incident.ts';
import type { TellingDeps } from './record-incident.ts';
import { deliverLine } from './deliver-line.ts';

export function incidentIntentHandlers<Tx extends WatchTx>(
  deps: TellingDeps<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([
    ['incident.card', (intent) => deliverIncident(deps, intent)],
    ['incident.line', (intent) => deliverLine(deps, intent)],
    ['incident.digest', (intent) => deliverDigest(deps, intent)],
  ]);
}
