// Blocks that hold others or stand for something elsewhere: card, carousel, container, video, plan, task_card.
import type { FunctionComponent, VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Json } from '#sandbox/web/protocol.ts';
import { blockIdOf } from './block-props.ts';
import type { BlockProps } from './block-props.ts';
import { ElementView } from './elements/element.tsx';
import { jsonIn, jsonsIn, textIn } from './json.ts';
import { Link } from './link.tsx';
import { ImageElement, Thumbnail } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import type { Surface } from './surface.ts';
import { plainWords, TextView } from './text-view.tsx';
import { Unknown } from './unknown.tsx';
import './cards.css';

export function Card({ block, surface }: BlockProps): VNode {
  const hero = jsonIn(block, 'hero_image');
  const icon = jsonIn(block, 'icon');
  const actions = jsonsIn(block, 'actions');
  return (
    <article class="block-card">
      {hero !== undefined && <ImageElement image={hero} size="wide" />}
      <div class="block-card-body">
        <div class="block-card-head">
          {icon !== undefined && <ImageElement image={icon} size="tiny" />}
          <strong>
            <TextView text={jsonIn(block, 'title')} surface={surface} inline />
          </strong>
        </div>
        <div class="block-card-subtitle">
          <TextView text={jsonIn(block, 'subtitle')} surface={surface} />
        </div>
        <TextView text={jsonIn(block, 'body')} surface={surface} />
        {actions.length > 0 && (
          <div class="block-actions">
            {actions.map((element) => (
              <ElementView
                key={textIn(element, 'action_id')}
                element={element}
                blockId={blockIdOf(block)}
                surface={surface}
              />
            ))}
          </div>
        )}
      </div>
    </article>
  );
}

export function Carousel({ block, surface }: BlockProps): VNode {
  return (
    <ul class="block-carousel" tabIndex={0} aria-label="Cards">
      {jsonsIn(block, 'elements').map((card) => (
        <li>
          {card['type'] === 'card' ? <Card block={card} surface={surface} /> : <Unknown what="block" json={card} />}
        </li>
      ))}
    </ul>
  );
}

interface ContainerProps extends BlockProps {
  /** Draws the blocks inside. */
  readonly List: FunctionComponent<{ readonly blocks: readonly Json[]; readonly surface: Surface }>;
}

export function Container({ block, surface, List }: ContainerProps): VNode {
  const collapsible = block['is_collapsible'] === true;
  const [open, setOpen] = useState(!(collapsible && block['default_collapsed'] === true));
  const bodyId = useId();
  const icon = jsonIn(block, 'icon');
  const richTitle = jsonIn(block, 'rich_text_title');
  const title =
    richTitle === undefined ? (
      <strong class="block-words">{plainWords(jsonIn(block, 'title'))}</strong>
    ) : (
      <RichText block={richTitle} surface={surface} />
    );
  return (
    <section class={`block-container block-container-${textIn(block, 'width') || 'standard'}`}>
      <header
        class={block['has_header_divider'] === true ? 'block-container-head block-ruled' : 'block-container-head'}
      >
        {icon !== undefined && <ImageElement image={icon} size="tiny" />}
        <div class="block-container-title">
          {title}
          <div class="block-card-subtitle">
            <TextView text={jsonIn(block, 'subtitle')} surface={surface} />
          </div>
        </div>
        {collapsible && (
          <button
            type="button"
            class="block-button"
            aria-expanded={open}
            aria-controls={bodyId}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Show'}
          </button>
        )}
      </header>
      <div id={bodyId} hidden={!open}>
        <List blocks={jsonsIn(block, 'child_blocks')} surface={surface} />
      </div>
    </section>
  );
}

export function Video({ block }: BlockProps): VNode {
  const title = plainWords(jsonIn(block, 'title'));
  const by = [textIn(block, 'author_name'), textIn(block, 'provider_name')].filter(Boolean).join(' · ');
  const description = plainWords(jsonIn(block, 'description'));
  return (
    <div class="block-box">
      {by !== '' && <small class="block-card-subtitle">{by}</small>}
      <Link url={textIn(block, 'title_url') || textIn(block, 'video_url')}>
        <strong class="block-words">{title}</strong>
      </Link>
      {description !== '' && <span class="block-words">{description}</span>}
      <Thumbnail address={textIn(block, 'thumbnail_url')} alt={textIn(block, 'alt_text')} />
      <Link url={textIn(block, 'video_url')}>Watch the video</Link>
    </div>
  );
}

const STATUS = new Map<string, readonly [sign: string, words: string]>(
  Object.entries({
    pending: ['○', 'To do'],
    in_progress: ['◐', 'In progress'],
    complete: ['✓', 'Done'],
    error: ['!', 'Failed'],
  }),
);

export function TaskCard({ block, surface }: BlockProps): VNode {
  const status = textIn(block, 'status');
  const [sign, words] = STATUS.get(status) ?? ['?', status];
  const details = jsonIn(block, 'details');
  const output = jsonIn(block, 'output');
  const sources = jsonsIn(block, 'sources');
  return (
    <div class={`block-task block-task-${status}`}>
      <span class="block-task-sign" role="img" aria-label={words} title={words}>
        {sign}
      </span>
      <div class="block-task-body">
        <strong class="block-words">{textIn(block, 'title')}</strong>
        {details !== undefined && <RichText block={details} surface={surface} />}
        {output !== undefined && <RichText block={output} surface={surface} />}
        {sources.length > 0 && (
          <p class="block-task-sources">
            {sources.map((source) => (
              <Link url={textIn(source, 'url')}>{textIn(source, 'text') || textIn(source, 'url')}</Link>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}

export function Plan({ block, surface }: BlockProps): VNode {
  const tasks = jsonsIn(block, 'tasks');
  return (
    <section class="block-plan">
      <strong class="block-words">{textIn(block, 'title')}</strong>
      {tasks.map((task) =>
        task['type'] === 'task_card' ? (
          <TaskCard key={textIn(task, 'task_id')} block={task} surface={surface} />
        ) : (
          <Unknown what="part" json={task} />
        ),
      )}
    </section>
  );
}
