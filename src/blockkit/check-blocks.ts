// Would Slack take this message or view? Answers in Slack's own error codes and wording. Pure: it sends and mends nothing.
import { LIMITS } from './limits.ts';
import { blockOn } from './schema/blocks.ts';
import type { Surface } from './schema/blocks.ts';
import { boolean, isRecord, list, object, oneOf, shown, string } from './schema/checks.ts';
import type { Report } from './schema/checks.ts';
import { plainText } from './schema/objects.ts';

type BlockError =
  | 'no_text'
  | 'msg_too_long'
  | 'msg_blocks_too_long'
  | 'invalid_blocks'
  | 'invalid_arguments'
  | 'view_too_large';

/** `message` is what Slack lists in `errors[]`, for example `no more than 50 items allowed [json-pointer:/blocks]`. */
export interface BlockProblem {
  readonly error: BlockError;
  readonly message: string;
}

export interface OutgoingMessage {
  readonly text?: string | undefined;
  readonly blocks?: readonly unknown[] | undefined;
}

/** What Slack would say to this message; an empty list means it would be posted. Slack itself lets text fall to `truncated`. */
export function checkMessage(message: OutgoingMessage): readonly BlockProblem[] {
  const problems: BlockProblem[] = [];
  const { text = '', blocks } = message;
  if (text === '' && (blocks === undefined || blocks.length === 0)) {
    problems.push({ error: 'no_text', message: 'no_text' });
  }
  if (text.length > LIMITS.message.text) problems.push({ error: 'msg_too_long', message: 'msg_too_long' });
  if (blocks === undefined) return problems;
  const report = collector(problems, 'invalid_blocks');
  list(blockOn('message'), { min: 0, max: LIMITS.message.blocks })(blocks, '/blocks', report);
  if (!Array.isArray(blocks)) return problems;
  reportRepeatedIds(blocks, '/blocks', report);
  reportCounts(blocks, report);
  if (textLength(blocks) > LIMITS.message.blockText) {
    problems.push({ error: 'msg_blocks_too_long', message: 'msg_blocks_too_long' });
  }
  return problems;
}

/** What Slack would say to this modal or Home view; an empty list means it would be shown. */
export function checkView(view: unknown): readonly BlockProblem[] {
  const problems: BlockProblem[] = [];
  const report = collector(problems, 'invalid_arguments');
  if (!isRecord(view)) {
    report('must provide an object', '/view');
    return problems;
  }
  const surface = view['type'];
  if (surface === undefined) report('missing required field: type', '/view');
  else if (surface === 'modal' || surface === 'home') checkShape(view, surface, report);
  else report(`unsupported type: ${shown(surface)}`, '/view/type');
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.view.bytes) {
    problems.unshift({ error: 'view_too_large', message: 'view_too_large' });
  }
  return problems;
}

function checkShape(view: Record<string, unknown>, surface: Exclude<Surface, 'message'>, report: Report): void {
  const blocks = list(blockOn(surface), { min: 0, max: LIMITS.view.blocks });
  const optional = {
    private_metadata: string(LIMITS.view.privateMetadata, 0),
    callback_id: string(LIMITS.ids.callback, 0),
    external_id: string(LIMITS.ids.external, 0),
  };
  const modalOnly = {
    submit: plainText(LIMITS.view.submit),
    close: plainText(LIMITS.view.close),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  };
  const check =
    surface === 'modal'
      ? object({ type: oneOf('modal'), title: plainText(LIMITS.view.title), blocks }, { ...optional, ...modalOnly })
      : object({ type: oneOf('home'), blocks }, optional);
  check(view, '/view', report);
  if (!Array.isArray(view['blocks'])) return;
  reportRepeatedIds(view['blocks'], '/view/blocks', report);
  if (surface === 'home' || view['submit'] !== undefined) return;
  view['blocks'].forEach((block: unknown, index) => {
    if (isRecord(block) && block['type'] === 'input') {
      report('must define `submit` to use an `input` block in modals', `/view/blocks/${index}/input`);
    }
  });
}

function collector(problems: BlockProblem[], error: BlockError): Report {
  return (message, at) => problems.push({ error, message: `${message} [json-pointer:${at}]` });
}

// A block_id is unique in its message or view; an action_id in its block.
function reportRepeatedIds(blocks: readonly unknown[], at: string, report: Report): void {
  const blockIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    if (!isRecord(block)) return;
    const id = block['block_id'];
    if (id !== undefined && blockIds.has(id)) {
      report(`\`block_id\` "${shown(id)}" already exists`, `${at}/${index}/block_id`);
    }
    blockIds.add(id);
    const actionIds = new Set<unknown>();
    const elements: readonly unknown[] = Array.isArray(block['elements']) ? block['elements'] : [];
    elements.forEach((element, place) => {
      const action = isRecord(element) ? element['action_id'] : undefined;
      if (action !== undefined && actionIds.has(action)) {
        report(`\`action_id\` "${shown(action)}" already exists`, `${at}/${index}/elements/${place}/action_id`);
      }
      actionIds.add(action);
    });
  });
}

function reportCounts(blocks: readonly unknown[], report: Report): void {
  const types = blocks.map((block) => (isRecord(block) ? block['type'] : undefined));
  const tables = types.filter((type) => type === 'table' || type === 'data_table').length;
  if (tables > LIMITS.message.tables) report('only_one_table_allowed', '/blocks');
  if (types.filter((type) => type === 'data_visualization').length > LIMITS.message.charts) {
    report('too many data_visualization blocks', '/blocks');
  }
  const markdown = blocks.filter((block) => isRecord(block) && block['type'] === 'markdown');
  if (textLength(markdown) > LIMITS.message.markdownText && markdown.length > 1) {
    report(`must be less than ${LIMITS.message.markdownText + 1} characters`, '/blocks');
  }
}

/** Every `text` string in the blocks, however deep, added up. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + textLength(entry), 0);
  if (!isRecord(value)) return 0;
  let sum = 0;
  for (const [key, content] of Object.entries(value)) {
    sum += key === 'text' && typeof content === 'string' ? content.length : textLength(content);
  }
  return sum;
}
