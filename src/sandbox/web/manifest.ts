// What the app declares in its manifest and a person sees of it: commands, shortcuts, tabs. Read once, from the project's
// own manifest.json, because that is what a real workspace would be given.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AppTabs, Shortcut, SlashCommand } from './protocol.ts';

export interface Declared {
  readonly commands: readonly SlashCommand[];
  /** Commands whose text is sent with `<@U…>` in place of `@name`, and escaped. */
  readonly escaping: ReadonlySet<string>;
  readonly shortcuts: readonly Shortcut[];
  readonly appTabs: AppTabs;
}

const MANIFEST = new URL('../../../manifest.json', import.meta.url);

const Manifest = z.object({
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string().default(''),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          type: z.enum(['global', 'message']),
          name: z.string(),
          callback_id: z.string(),
          description: z.string().default(''),
        }),
      )
      .default([]),
  }),
});

/** `text`: the manifest's own JSON; the project's unless told. */
export function readManifest(text: string = readFileSync(MANIFEST, 'utf8')): Declared {
  const { app_home: home, slash_commands: commands, shortcuts } = Manifest.parse(JSON.parse(text)).features;
  return {
    commands: commands.map(({ command, description, usage_hint: usage }) => ({ command, description, usage })),
    escaping: new Set(commands.filter((each) => each.should_escape).map(({ command }) => command)),
    shortcuts: shortcuts.map(({ callback_id: callbackId, ...rest }) => ({ ...rest, callbackId })),
    appTabs: {
      home: home.home_tab_enabled,
      messages: home.messages_tab_enabled,
      messagesReadOnly: home.messages_tab_read_only_enabled,
    },
  };
}
