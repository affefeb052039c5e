// Block Kit drawn as Slack draws it. What it does not know it shows as a box that says so.
import type { FunctionComponent, VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import type { BlockProps } from './block-props.ts';
import { Card, Carousel, Container, Plan, TaskCard, Video } from './cards.tsx';
import { Chart } from './charts/chart.tsx';
import { textIn } from './json.ts';
import { Input } from './input-block.tsx';
import { ImageBlock } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { Actions, Section } from './section.tsx';
import { Alert, Context, Divider, File, Header, Markdown } from './simple-blocks.tsx';
import type { Surface } from './surface.ts';
import { DataTable, Table } from './tables.tsx';
import { Unknown } from './unknown.tsx';
import './blocks.css';

export interface BlockListProps {
  readonly blocks: readonly Json[];
  readonly surface: Surface;
}

const DRAWN = new Map<string, FunctionComponent<BlockProps>>([
  ['section', Section],
  ['header', Header],
  ['divider', Divider],
  ['context', Context],
  ['actions', Actions],
  ['context_actions', Actions],
  ['image', ImageBlock],
  ['input', Input],
  ['alert', Alert],
  ['markdown', Markdown],
  ['file', File],
  ['rich_text', RichText],
  ['table', Table],
  ['data_table', DataTable],
  ['data_visualization', Chart],
  ['card', Card],
  ['carousel', Carousel],
  ['container', (props) => <Container {...props} List={BlockList} />],
  ['video', Video],
  ['plan', Plan],
  ['task_card', TaskCard],
]);

/** Whether blocks of this type are drawn as what they are; a box stands for any other. */
export function drawsBlock(type: string): boolean {
  return DRAWN.has(type);
}

export function BlockList({ blocks, surface }: BlockListProps): VNode {
  return (
    <div class="block-list">
      {blocks.map((block) => {
        const Drawn = DRAWN.get(textIn(block, 'type'));
        const key = keyOf(block);
        return Drawn === undefined ? (
          <Unknown key={key} what="block" json={block} />
        ) : (
          <Drawn key={key} block={block} surface={surface} />
        );
      })}
    </div>
  );
}

// Slack's ids of blocks that the app did not name change with each edit; only inputs, which hold something, go by theirs.
// The others stay what they are drawn as, with the keyboard and open menus in them.
function keyOf(block: Json): string | undefined {
  return block['type'] === 'input' ? textIn(block, 'block_id') || undefined : undefined;
}
