// Somebody as Slack describes them to apps.
import type { Json, User } from './wire.ts';
import type { World } from './world.ts';

/** `withEmail`: a token without the scope users:read.email is not told. */
export function profileOf({ identity, clock }: World, user: User, withEmail: boolean): Json {
  const email = withEmail && user.email !== undefined ? { email: user.email } : {};
  return {
    id: user.id,
    team_id: identity.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    is_bot: user.isBot,
    is_admin: user.isAdmin,
    is_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    is_app_user: false,
    tz: user.timezone,
    tz_label: user.timezone,
    tz_offset: offsetSeconds(user.timezone, clock.now()),
    updated: 0,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      status_text: user.status?.text ?? '',
      status_emoji: user.status?.emoji ?? '',
      ...email,
    },
  };
}

function offsetSeconds(timezone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' }).formatToParts(at);
  const match = /GMT([+-])(\d\d):(\d\d)/u.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3_600 + Number(match[3]) * 60);
}
