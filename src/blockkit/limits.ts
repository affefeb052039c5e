// Slack's limits as data: what a message, a view and each block and element may hold. It decides nothing.
// Sources: docs.slack.dev/reference/block-kit (blocks, block-elements, composition-objects), reference/views,
// and the errors the Web API returns where the pages are silent.

export const LIMITS = {
  message: {
    blocks: 50,
    /** chat.update and chat.postEphemeral refuse longer text with `msg_too_long`; chat.postMessage cuts at `truncated`. */
    text: 4_000,
    truncated: 40_000,
    /** All text of all blocks together, before `msg_blocks_too_long`. */
    blockText: 13_200,
    markdownText: 12_000,
    tables: 1,
    charts: 2,
    attachments: 100,
    /** Of a message's metadata as JSON. */
    metadataBytes: 16_384,
  },
  view: { blocks: 100, bytes: 250_000, title: 24, submit: 24, close: 24, privateMetadata: 3_000, stack: 3 },
  ids: { block: 255, action: 255, callback: 255, external: 255 },
  text: 3_000,
  section: { text: 3_000, fields: 10, field: 2_000 },
  header: { text: 150 },
  actions: { elements: 25 },
  context: { elements: 10 },
  contextActions: { elements: 5 },
  image: { url: 3_000, altText: 2_000, title: 2_000 },
  input: { label: 2_000, hint: 2_000 },
  video: { title: 200, author: 50, altText: 2_000, description: 200 },
  card: { title: 150, subtitle: 150, body: 200, actions: 5 },
  carousel: { cards: 10 },
  container: { title: 150, subtitle: 150, blocks: 10 },
  table: { rows: 100, columns: 20 },
  /** A header row and 100 more. */
  dataTable: { rows: 101, columns: 20, characters: 10_000, pageSize: 100 },
  chart: { title: 50, label: 20, axisLabel: 50, segments: 6, series: 6, points: 20 },
  button: { text: 75, value: 2_000, url: 3_000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, value: 150, description: 75, url: 3_000 },
  select: { options: 100, groups: 100, groupLabel: 75, placeholder: 150 },
  overflow: { options: 5 },
  choices: { options: 10 },
  plainTextInput: { length: 3_000 },
  richTextInput: { lines: 100 },
  fileInput: { files: 10 },
  /** Modal actions: how long a trigger lives and how often a response_url answers. */
  interaction: { triggerMs: 3_000, ackMs: 3_000, responseUrlUses: 5, responseUrlMs: 30 * 60_000 },
} as const;
