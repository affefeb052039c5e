// Everything that a pane needs to draw itself for one person.
import type { User } from '#sandbox/slack/world/wire.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import type { Declared } from '../manifest.ts';
import type { Snapshot } from '../protocol.ts';
import { sidebarOf } from './conversations.ts';
import { seenPeople, seenPerson } from './people.ts';

/** As it is now. */
export function snapshotOf({ workspace }: SlackSandbox, declared: Declared, viewer: User): Snapshot {
  const person = workspace.as(viewer.id);
  const people = seenPeople(workspace);
  const { commands, shortcuts, appTabs } = declared;
  return {
    as: seenPerson(viewer),
    team: workspace.team(),
    bot: people.find(({ isBot }) => isBot)?.id ?? '',
    people,
    ...sidebarOf(workspace, viewer),
    commands,
    shortcuts,
    appTabs,
    modals: person.modals(),
    home: person.home() ?? null,
    chosen: person.chosen(),
  };
}
