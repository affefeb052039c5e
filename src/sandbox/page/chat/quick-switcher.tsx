// Going somewhere by a few letters of its name: channels, the app, being somebody else.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { APP_HOME, APP_MESSAGES } from '../frame/address.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import type { Chat } from './context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icons.tsx';
import { channelParam } from './place.ts';
import { ranked } from './ranking.ts';

interface Goal {
  readonly key: string;
  readonly label: string;
  readonly about: string;
  readonly sign: VNode;
  readonly go: () => void;
}

const MOST = 9;

export function QuickSwitcher({ onClose }: { readonly onClose: () => void }): VNode {
  const chat = useChat();
  const typed = useSignal('');
  const at = useSignal(0);
  const id = useId();
  const goals = ranked(goalsOf(chat), typed.value, ({ label }) => [label]).slice(0, MOST);
  const chosen = Math.min(at.value, goals.length - 1);

  function go(goal: Goal | undefined): void {
    if (goal === undefined) return;
    onClose();
    goal.go();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: goals.length - 1 }[event.key];
    if (step !== undefined && goals.length > 0) {
      event.preventDefault();
      at.value = (chosen + step) % goals.length;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      go(goals[chosen]);
    }
  }
  return (
    <Dialog title="Go to …" onClose={onClose}>
      <input
        class="chat-field"
        type="text"
        role="combobox"
        aria-label="Channel, app or person"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={goals.length === 0 ? undefined : `${id}-${chosen}`}
        autocomplete="off"
        placeholder="Channel, app or person"
        // The dialog was opened for this alone.
        autoFocus
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={id} role="listbox" aria-label="Places" class="chat-goals">
        {goals.map((goal, index) => (
          <li
            key={goal.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            class="chat-goal"
            onClick={() => go(goal)}
          >
            {goal.sign}
            <span>{goal.label}</span>
            <small>{goal.about}</small>
          </li>
        ))}
      </ul>
      {goals.length === 0 ? <p class="chat-goals-none">Nothing is called “{typed.value}”.</p> : null}
    </Dialog>
  );
}

function goalsOf({ pane, ways, people }: Chat): readonly Goal[] {
  const snapshot = pane.snapshot.value;
  if (snapshot === null) return [];
  const app = people.value.get(snapshot.bot);
  const goTo = (channel: string) => () => ways.goTo({ channel, thread: null, message: null });
  const channels = [...snapshot.conversations, ...snapshot.others].filter(({ kind }) => kind !== 'im');
  const unreadFirst = channels.toSorted((one, other) => Number(other.unread > 0) - Number(one.unread > 0));
  return [
    ...unreadFirst.map((conversation) => ({
      key: conversation.id,
      label: conversation.name,
      about: conversation.unread > 0 ? `${conversation.unread} unread` : conversation.topic,
      sign: <Icon name={conversation.kind === 'private' ? 'lock' : 'hash'} />,
      go: goTo(channelParam(conversation)),
    })),
    ...(app === undefined
      ? []
      : [
          {
            key: 'app',
            label: app.realName,
            about: 'Messages',
            sign: <Avatar person={app} size={20} />,
            go: goTo(APP_MESSAGES),
          },
          ...(snapshot.appTabs.home
            ? [
                {
                  key: 'home',
                  label: `${app.realName} Home`,
                  about: 'Home tab',
                  sign: <Icon name="home" />,
                  go: goTo(APP_HOME),
                },
              ]
            : []),
        ]),
    ...[...people.value.values()]
      .filter(({ isBot, deleted, id }) => !isBot && !deleted && id !== snapshot.as.id)
      .map((person) => ({
        key: person.id,
        label: person.realName,
        about: `Be this ${person.role}`,
        sign: <Avatar person={person} size={20} />,
        go: () => ways.become(person.name),
      })),
  ];
}
