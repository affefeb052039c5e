// Reads what somebody types to name days: `Spring launch 2026-03-02 2026-03-06 yearly for leads, mqls`. Pure.
import { nearest } from '#features/playbook/nearest.ts';
import type { EventDraft } from './known-event.ts';

export type EventText =
  | { readonly kind: 'event'; readonly event: EventDraft }
  | { readonly kind: 'refused'; readonly because: string };

const TYPED =
  /^(?<name>.*?)\s+(?<from>\d{4}-\d{1,2}-\d{1,2})(?:(?:\.\.|\s+to\s+|\s+)(?<to>\d{4}-\d{1,2}-\d{1,2}))?(?<yearly>\s+(?:yearly|every year))?(?:\s+for\s+(?<kpis>.+))?$/iu;
const QUOTES = /^["“”']|["“”']$/gu;

/** @param kpis ids of those that there are */
export function readEventText(text: string, kpis: readonly string[]): EventText {
  const found = TYPED.exec(text.trim())?.groups;
  if (found === undefined) {
    return refused('Write its name and its days: /kpi events add Spring launch 2026-03-02 2026-03-06');
  }
  const { name = '', from = '', to = from, yearly, kpis: named = '' } = found;
  const wanted = named.split(/[\s,]+/u).filter((one) => one !== '' && one.toLowerCase() !== 'and');
  const strange = wanted.find((one) => !kpis.includes(one.toLowerCase()));
  if (strange !== undefined) {
    const meant = nearest(strange, kpis);
    return refused(`There is no KPI “${strange}”.${meant === null ? '' : ` Did you mean ${meant}?`}`);
  }
  const event = {
    name: name.trim().replaceAll(QUOTES, '').trim(),
    from: padded(from),
    to: padded(to),
    everyYear: yearly !== undefined,
    metrics: wanted.map((one) => one.toLowerCase()),
  };
  return { kind: 'event', event };
}

/** `2026-3-2` is a day as well. */
function padded(day: string): string {
  return day
    .split('-')
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

function refused(because: string): EventText {
  return { kind: 'refused', because };
}
