// A person's avatar: their initials on a colour that stays theirs. The app and Slackbot have signs of their own.
import type { VNode } from 'preact';
import type { SeenPerson } from '#sandbox/web/protocol.ts';
import { avatarColour, initials } from './initials.ts';
import { Icon } from './icons.tsx';
import './avatar.css';

export interface AvatarProps {
  readonly person: SeenPerson | 'slackbot';
  /** Pixels. */
  readonly size: number;
}

/** Decoration: the name stands beside it. */
export function Avatar({ person, size }: AvatarProps): VNode {
  const style = { '--chat-avatar-size': `${size}px` };
  if (person === 'slackbot') {
    return (
      <span class="chat-avatar chat-avatar-slackbot" style={style} aria-hidden="true">
        <Icon name="flag" size={Math.round(size * 0.6)} />
      </span>
    );
  }
  if (person.isBot) {
    return (
      <span class="chat-avatar chat-avatar-app" style={style} aria-hidden="true">
        <svg viewBox="0 0 36 36" width={size} height={size}>
          <path d="M11 27V12a4 4 0 0 1 8 0v12a4 4 0 0 0 8 0V9" />
          <circle cx="27" cy="8.500" r="2.600" />
        </svg>
      </span>
    );
  }
  return (
    <span class="chat-avatar" data-colour={avatarColour(person.name)} style={style} aria-hidden="true">
      {initials(person.realName)}
    </span>
  );
}
