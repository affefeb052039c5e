// Where a feature's slack.ts hangs its handlers for commands, clicks, modals and events. Knows Bolt by its types alone.
import type {
  AllMiddlewareArgs,
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';

export type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
export type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
export type ViewArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type ShortcutArgs = SlackShortcutMiddlewareArgs<GlobalShortcut | MessageShortcut> & AllMiddlewareArgs;
type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name> & AllMiddlewareArgs;

/**
 * A handler acks within 3 s, parses, calls one verb and renders. It catches nothing: whatever it throws is logged once
 * and told to the person privately in plain words, in the modal, at the `response_url` or as a direct message.
 * Registering a name twice throws Fault `internal`.
 */
export interface Listeners {
  /** `command.text` is as typed, mentions apart. @param name with its slash; it also stands in manifest.json. */
  command(name: `/${string}`, handler: (args: CommandArgs) => Promise<void>): void;
  /** @param id `slice.verb`, declared beside the view that shows it. */
  action(id: string, handler: (args: ActionArgs) => Promise<void>): void;
  /** A modal's submission. */
  view(callbackId: string, handler: (args: ViewArgs) => Promise<void>): void;
  shortcut(callbackId: string, handler: (args: ShortcutArgs) => Promise<void>): void;
  /** Acked before the handler runs, and delivered more than once when Slack is in doubt. */
  event<Name extends string>(name: Name, handler: (args: EventArgs<Name>) => Promise<void>): void;
}

/** Every name that was registered, in alphabetical order. */
export interface Registrations {
  readonly commands: readonly string[];
  readonly actions: readonly string[];
  readonly views: readonly string[];
  readonly shortcuts: readonly string[];
  readonly events: readonly string[];
}
