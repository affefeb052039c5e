import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SLACK_EVENTS_PATH } from '#adapters/slack/http-inbound.ts';
import { createListenerBook } from '#adapters/slack/listener-book.ts';
import { botScopes, SLACK_METHODS } from '#adapters/slack/methods.ts';
import { registerListeners } from '#compose/listeners.ts';
import type { Registrations } from '#ports/listeners.ts';

const url = z
  .url({ protocol: /^https$/u })
  .endsWith(SLACK_EVENTS_PATH)
  .max(3000);
const events = z.array(z.string().max(50)).max(100);

/** The parts that we use of slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json; anything else is a mistake. */
const Manifest = z.strictObject({
  $schema: z.url(),
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/u),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .min(1)
      .max(10)
      .optional(),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().startsWith('/').max(32),
          url,
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000),
          should_escape: z.literal(true),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string().max(50)).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url, bot_events: events }).optional(),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: url }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** Scopes that exist for bots: the schema checks no names. Source: docs.slack.dev/reference/scopes. */
const KNOWN_SCOPES: ReadonlySet<string> = new Set(
  (
    'app_mentions:read channels:history channels:join channels:read chat:write chat:write.public commands files:read ' +
    'files:write groups:history groups:read im:history im:read im:write links:read links:write mpim:history mpim:read ' +
    'reactions:write team:read usergroups:read users:read users:read.email'
  ).split(' '),
);

const manifest = Manifest.parse(JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8')));
let registered: Registrations;
/** Our code by path, without the sandbox, which is no part of the app. */
const sources = new Map<string, string>();

beforeAll(async () => {
  const book = createListenerBook();
  // Registering only keeps the handlers; none of them runs here.
  registerListeners(book.listeners, {} as Parameters<typeof registerListeners>[1]);
  registered = book.registrations();
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  for await (const path of glob('**/*.ts', { cwd: root, exclude: ['sandbox/**', 'generated/**'] })) {
    sources.set(path, readFileSync(join(root, path), 'utf8'));
  }
});

function found(pattern: RegExp, where: (path: string) => boolean = () => true): readonly string[] {
  const matches = [...sources].filter(([path]) => where(path)).flatMap(([, text]) => [...text.matchAll(pattern)]);
  return [...new Set(matches.map((match) => match[1] ?? ''))].sort();
}

describe('the manifest', () => {
  it('has the commands that the code answers', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command).sort()).toEqual(registered.commands);
  });

  it('subscribes to the events that the code hears', () => {
    expect([...(manifest.settings.event_subscriptions?.bot_events ?? [])].sort()).toEqual(registered.events);
  });

  it('offers the shortcuts that the code answers', () => {
    expect((manifest.features.shortcuts ?? []).map(({ callback_id: id }) => id).sort()).toEqual(registered.shortcuts);
  });

  it('allows clicks and modals when there are any', () => {
    const { actions, views, shortcuts } = registered;
    expect(manifest.settings.interactivity.is_enabled).toBe(actions.length + views.length + shortcuts.length > 0);
  });

  it('asks for the scopes that our calls need and no other', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(botScopes());
    expect(botScopes().filter((scope) => !KNOWN_SCOPES.has(scope))).toEqual([]);
  });
});

describe('the code', () => {
  it('calls the methods of its list and no other', () => {
    const direct = found(/\bclient\s*\.((?:[a-z]+\.)+[a-zA-Z]+)\(/gu);
    const named = found(
      /'((?:apps|auth|chat|conversations|files|reactions|team|usergroups|users|views)\.[a-zA-Z.]+)'/gu,
      (path) => path.startsWith('adapters/slack/') && !path.endsWith('methods.ts'),
    );
    expect([...new Set([...direct, ...named])].sort()).toEqual(Object.keys(SLACK_METHODS).sort());
  });

  it('answers each button and menu that its views show', () => {
    expect(quoted(found(/export const \w*ACTIONS = \{([^}]*)\}/gu))).toEqual(registered.actions);
  });

  it('answers each modal that its views open', () => {
    const several = found(/export const \w*MODALS = \{([^}]*)\}/gu);
    const single = found(/export const \w*MODAL = ('[^']+')/gu);
    expect(quoted([...several, ...single])).toEqual(registered.views);
  });
});

function quoted(lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => [...list.matchAll(/'([^']+)'/gu)].map((match) => match[1] ?? '')).sort();
}
