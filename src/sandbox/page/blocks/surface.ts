// How what is drawn talks back. A message, a modal and a Home tab each bring one of these; blocks know nothing else.
import type { SeenConversation, SeenPerson, StateValues } from '#sandbox/web/protocol.ts';

/** Names for the ids in mentions and pickers. */
export interface Names {
  readonly people: readonly SeenPerson[];
  readonly conversations: readonly SeenConversation[];
  /** The instant that relative dates are shown against. */
  readonly now: Date;
  /** Id of who is looking: mentions of them stand out. */
  readonly self?: string;
  /** Their IANA zone, in which dates are shown; the browser's own if absent. */
  readonly timezone?: string;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

export interface Surface {
  readonly kind: 'message' | 'modal' | 'home';
  readonly names: Names;
  /** What inputs hold now: block_id, action_id, then the element's state. */
  readonly values: StateValues;
  /** Slack's or the app's sentence below an input, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** `block_id.action_id` of what was pressed and is not answered yet. */
  readonly busy: ReadonlySet<string>;
  /** A button, or a choice outside of an input. */
  press(blockId: string, actionId: string, value?: unknown): void;
  /** A value in an input; of an input with `dispatch_action` the app is told at once. */
  enter(blockId: string, actionId: string, value: unknown): void;
  /** What was typed so far into an input of which the app is told only later; where absent, the input keeps it itself. */
  keep?(blockId: string, actionId: string, value: unknown): void;
  suggest(actionId: string, typed: string): Promise<readonly Choice[]>;
  /** Opens a thread, a channel or a person where the surface can. */
  openPerson?(id: string): void;
  openChannel?(id: string): void;
}
