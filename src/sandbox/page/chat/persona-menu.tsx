// Who one is in this pane, and becoming somebody else; opening somebody beside.
import type { VNode } from 'preact';
import type { SeenPerson } from '#sandbox/web/protocol.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

/** `compact`: at the head of a conversation, where there is no room for the sidebar. */
export function PersonaMenu({ compact = false }: { readonly compact?: boolean }): VNode | null {
  const { pane, ways, people } = useChat();
  const self = pane.snapshot.value?.as;
  if (self === undefined) return null;
  const others = [...people.value.values()].filter(({ isBot, deleted }) => !isBot && !deleted);
  return (
    <div class="chat-persona-row" data-compact={compact}>
      <Menu
        title="Be somebody else"
        buttonClass="chat-persona"
        button={
          <>
            <Avatar person={self} size={compact ? 24 : 32} />
            {compact ? <span class="chat-persona-name">{firstName(self)}</span> : <PersonText person={self} />}
            <span class="chat-visually-hidden">. Be somebody else</span>
            <Icon name="down" size={16} />
          </>
        }
        items={others.map((person) => ({
          key: person.id,
          current: person.id === self.id,
          label: <PersonLabel person={person} />,
          choose: () => ways.become(person.name),
        }))}
      />
      {compact ? <PaneTools /> : null}
    </div>
  );
}

/** Opening somebody beside, or closing this pane where it is the second. */
export function PaneTools({ canOpen = false }: { readonly canOpen?: boolean }): VNode | null {
  const { pane, ways, people } = useChat();
  const self = pane.snapshot.value?.as;
  const { openBeside, closePane } = ways;
  if (closePane !== null) {
    return (
      <button
        type="button"
        class="chat-side-tool"
        aria-label={`Close ${self?.realName ?? pane.as}'s pane`}
        title="Close this pane"
        onClick={closePane}
      >
        <Icon name="close" />
      </button>
    );
  }
  if (openBeside === null || !canOpen) return null;
  return (
    <Menu
      name="Open somebody beside"
      buttonClass="chat-side-tool"
      button={<Icon name="split" />}
      items={[...people.value.values()]
        .filter(({ id, isBot, deleted }) => id !== self?.id && !isBot && !deleted)
        .map((person) => ({
          key: person.id,
          label: <PersonLabel person={person} />,
          choose: () => openBeside(person.name),
        }))}
    />
  );
}

function firstName({ realName }: SeenPerson): string {
  return realName.split(' ')[0] ?? realName;
}

function PersonLabel({ person }: { readonly person: SeenPerson }): VNode {
  return (
    <span class="chat-menu-person">
      <Avatar person={person} size={28} />
      <PersonText person={person} />
    </span>
  );
}

function PersonText({ person }: { readonly person: SeenPerson }): VNode {
  return (
    <span class="chat-menu-two">
      <span>{person.realName}</span>
      <small>{person.role}</small>
    </span>
  );
}
