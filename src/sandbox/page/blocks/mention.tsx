// People, channels and groups named in text. An id that nobody knows is shown as it came.
import type { VNode } from 'preact';
import type { Names, Surface } from './surface.ts';

/** Where a click on a mention leads, if anywhere. */
export type Goes = Pick<Surface, 'openPerson' | 'openChannel'>;

interface MentionProps {
  readonly id: string;
  /** What the sender called it. */
  readonly label?: string | undefined;
  readonly names: Names;
  readonly goes?: Goes | undefined;
}

export function PersonMention({ id, label, names, goes }: MentionProps): VNode {
  const person = names.people.find((each) => each.id === id);
  const text = `@${person?.realName ?? (label === undefined || label === '' ? id : label.replace(/^@/u, ''))}`;
  const look = id === names.self ? 'block-mention block-mention-self' : 'block-mention';
  if (goes?.openPerson === undefined || person === undefined) return <span class={look}>{text}</span>;
  return (
    <button type="button" class={look} onClick={() => goes.openPerson?.(id)}>
      {text}
    </button>
  );
}

export function ChannelMention({ id, label, names, goes }: MentionProps): VNode {
  const channel = names.conversations.find((each) => each.id === id);
  const text = `#${channel?.name ?? (label === undefined || label === '' ? id : label.replace(/^#/u, ''))}`;
  if (goes?.openChannel === undefined || channel === undefined) return <span class="block-mention">{text}</span>;
  return (
    <button type="button" class="block-mention" onClick={() => goes.openChannel?.(id)}>
      {text}
    </button>
  );
}

/** `@here`, `@channel`, `@everyone`: everybody who reads it is meant. */
export function BroadcastMention({ range }: { readonly range: string }): VNode {
  return <span class="block-mention block-mention-self">@{range}</span>;
}

export function GroupMention({ id, label }: { readonly id: string; readonly label?: string | undefined }): VNode {
  return <span class="block-mention">@{(label ?? id).replace(/^@/u, '')}</span>;
}
