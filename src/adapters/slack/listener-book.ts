// Remembers what the features listen to, so that it can be bound to Bolt and held against the manifest.
import type { App } from '@slack/bolt';
import { asTyped } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import type { CommandArgs, Listeners, Registrations } from '#ports/listeners.ts';

/** Wraps each handler on its way to Bolt; `name` is for logs, for example `command /lead`. */
export type Guard = <Args>(name: string, handler: (args: Args) => Promise<void>) => (args: Args) => Promise<void>;

export interface ListenerBook {
  readonly listeners: Listeners;
  registrations(): Registrations;
  bindTo(app: App, guard: Guard): void;
}

export function createListenerBook(): ListenerBook {
  const names: Record<keyof Registrations, Set<string>> = {
    commands: new Set(),
    actions: new Set(),
    views: new Set(),
    shortcuts: new Set(),
    events: new Set(),
  };
  const bindings: ((app: App, guard: Guard) => void)[] = [];

  function add(kind: keyof Registrations, name: string, bind: (app: App, guard: Guard) => void): void {
    if (names[kind].has(name)) throw new Fault('internal', `${name} is registered twice among the ${kind}`);
    names[kind].add(name);
    bindings.push(bind);
  }

  return {
    listeners: {
      command: (name, handler) =>
        add('commands', name, (app, guard) =>
          app.command(
            name,
            guard(`command ${name}`, (args: CommandArgs) =>
              handler({ ...args, command: { ...args.command, text: asTyped(args.command.text) } }),
            ),
          ),
        ),
      action: (id, handler) =>
        add('actions', id, (app, guard) =>
          app.action({ type: 'block_actions', action_id: id }, guard(`action ${id}`, handler)),
        ),
      view: (id, handler) =>
        add('views', id, (app, guard) =>
          app.view({ type: 'view_submission', callback_id: id }, guard(`view ${id}`, handler)),
        ),
      shortcut: (id, handler) =>
        add('shortcuts', id, (app, guard) => app.shortcut(id, guard(`shortcut ${id}`, handler))),
      event: (name, handler) => add('events', name, (app, guard) => app.event(name, guard(`event ${name}`, handler))),
    },
    registrations: () => ({
      commands: [...names.commands].sort(),
      actions: [...names.actions].sort(),
      views: [...names.views].sort(),
      shortcuts: [...names.shortcuts].sort(),
      events: [...names.events].sort(),
    }),
    bindTo(app, guard) {
      for (const bind of bindings) bind(app, guard);
    },
  };
}
