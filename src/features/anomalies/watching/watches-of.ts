// Every watch there is: those of the playbook, and those that people asked for. Each has a key by which it stays the same.
import { createHash } from 'node:crypto';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchRule } from '#features/playbook/watches.ts';
import type { WatchDesk } from '../desk.ts';
import { ownWatches } from '../own/own-watches.ts';
import type { AskedWatch, Threshold, Watch } from '../store.ts';

const HASH_LENGTH = 16;

/** Of two that watch the same, the first: which channel hears of it is said once. */
export function watchesOf(playbook: Playbook, asked: readonly AskedWatch[]): readonly Watch[] {
  const all = [...playbook.watches.map(writtenWatch), ...asked.map(askedWatch)];
  const byKey = new Map<string, Watch>();
  for (const watch of all) if (!byKey.has(watch.key)) byKey.set(watch.key, watch);
  return [...byKey.values()];
}

/** Signalbox's own as well. Null: nobody has it watched any more. */
export async function watchNamed(desk: Pick<WatchDesk, 'stores' | 'playbook'>, key: string): Promise<Watch | null> {
  const { playbook } = desk.playbook();
  const watches = [...watchesOf(playbook, await desk.stores.watches.asked()), ...ownWatches(playbook)];
  return watches.find((watch) => watch.key === key) ?? null;
}

function writtenWatch(rule: WatchRule): Watch {
  const { metric: question, by = null, channel, sensitivity, direction, assignee = null } = rule;
  const threshold = thresholdOf(rule);
  const key = `playbook:${hashOf({ question, by, threshold })}`;
  return { key, question, by, channel, sensitivity, direction, threshold, assignee, createdBy: null };
}

function askedWatch(asked: AskedWatch): Watch {
  const { question, by, channel, sensitivity, direction, threshold, assignee, createdBy } = asked;
  const watched = { question, by, channel, sensitivity, direction, threshold, assignee, createdBy };
  return { key: `watch:${asked.id}`, ...watched };
}

function thresholdOf({ when }: WatchRule): Threshold | null {
  if (when?.below !== undefined) return { kind: 'below', value: when.below };
  if (when?.above !== undefined) return { kind: 'above', value: when.above };
  return when?.behind_target === undefined ? null : { kind: 'behind_target', share: when.behind_target };
}

/** How eagerly it is watched and where it is told may change; what was learned and told of it stays. */
function hashOf({ question, by, threshold }: Pick<Watch, 'question' | 'by' | 'threshold'>): string {
  const words = question.trim().replaceAll(/\s+/gu, ' ').toLowerCase();
  const watched = JSON.stringify([words, by, threshold === null ? null : Object.values(threshold)]);
  return createHash('sha256').update(watched).digest('hex').slice(0, HASH_LENGTH);
}
