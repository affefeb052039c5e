// What a claim comes to once every CRM has answered. Pure.
import { CRM_LABELS } from './labels.ts';
import type { Claim, ClaimState, ClaimWrite } from './claim.ts';

export interface Settlement {
  readonly state: Extract<ClaimState, 'written' | 'partial' | 'conflict' | 'refused'>;
  /** For the card; null when all went well. Plain text, not escaped. */
  readonly notice: string | null;
}

/**
 * Null while a CRM has not answered yet. The claim stands when at least one CRM took it: then the notice names those
 * that did not. Somebody else owning the lead is a conflict, whatever the other CRM said: nothing of theirs is undone.
 */
export function settlementOf({ writes }: Pick<Claim, 'writes'>): Settlement | null {
  if (writes.some((write) => write.outcome === 'pending')) return null;
  const failed = writes.filter((write) => write.outcome !== 'assigned' && write.outcome !== 'unchanged');
  if (failed.length === 0) return { state: 'written', notice: null };
  const notice = failed.map(describeFailure).join('; ');
  const leadWrites = writes.filter((write) => write.object === 'lead');
  if (leadWrites.some((write) => write.outcome === 'conflict' && !wasLeft(write))) return { state: 'conflict', notice };
  const stands = leadWrites.some((write) => write.outcome === 'assigned' || write.outcome === 'unchanged');
  return { state: stands ? 'partial' : 'refused', notice };
}

/** With the colleague who owned it when it came: nobody tried to change that. */
export function wasLeft({ outcome, target, rival }: ClaimWrite): boolean {
  return outcome === 'conflict' && target === rival;
}

/** In the CRM's own words, where it gave some. */
function describeFailure({ crm, object, outcome, message }: ClaimWrite): string {
  const where = object === 'opportunity' ? `the ${CRM_LABELS[crm]} opportunity` : CRM_LABELS[crm];
  switch (outcome) {
    case 'conflict':
      return `${where} says ${message ?? 'somebody else'} owns it; nothing was overwritten`;
    case 'refused':
      return `${where} refused: ${message ?? 'no reason given'}`;
    case 'gone':
      return object === 'opportunity' ? `${where} was deleted` : `deleted in ${where}`;
    case 'pending':
    case 'assigned':
    case 'unchanged':
      return `written to ${where}`;
  }
}
