// The catalogue for people: every KPI with its names and what it counts.
import { context, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { keyOf } from './grammar/tokens.ts';
import type { Metric } from './metric.ts';

/** KPIs of one block; a message holds fifty blocks of three thousand characters. */
const PER_BLOCK = 12;
const ROOM = 11_000;

/** @param word all whose names or meaning hold it; empty: all of them. */
export function kpiList(playbook: Playbook, word: string): Message {
  const found = catalogue(playbook).filter((metric) => matches(metric, word));
  const title = word === '' ? `${found.length} KPIs` : `${found.length} KPIs with “${clip(word, 60)}”`;
  if (found.length === 0) {
    return { text: title, blocks: [section(md`${bold(title)}\nNothing here. \`/kpi list\` shows all of them.`)] };
  }
  const brief = found.length > PER_BLOCK;
  const lines = found.map((metric) => (brief ? briefly(metric) : inFull(metric)));
  const blocks: Block[] = [section(bold(title))];
  let room = ROOM;
  for (let at = 0; at < lines.length; at += PER_BLOCK) {
    const text = join(lines.slice(at, at + PER_BLOCK));
    room -= text.length;
    if (room < 0) break;
    blocks.push(section(text));
  }
  if (brief) blocks.push(context([md`\`/kpi list WORD\` says what each of them counts, and by what it can be split.`]));
  return { text: title, blocks };
}

function matches({ id, label, synonyms, description }: Metric, word: string): boolean {
  const wanted = keyOf(word);
  if (wanted === '') return true;
  return [id, label, ...synonyms, description].some((text) => ` ${keyOf(text)} `.includes(wanted));
}

function briefly({ id, label }: Metric): ReturnType<typeof md> {
  return md`\`${escape(id)}\`  ${escape(label, 80)}`;
}

function inFull({ id, label, description, synonyms, dimensions, caveat }: Metric): ReturnType<typeof md> {
  const also = synonyms.length === 0 ? '' : `\nAlso: ${synonyms.slice(0, 5).join(', ')}`;
  const by = dimensions.length === 0 ? '' : `\nBy ${dimensions.join(', ')}`;
  const but = caveat === undefined ? '' : `\n${caveat}`;
  return md`${bold(label, 80)}  \`${escape(id)}\`\n${escape(clip(`${description}${also}${by}${but}`, 700))}\n`;
}
