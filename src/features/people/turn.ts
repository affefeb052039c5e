// Who does something, and where: out of a command, a click or a form.
import { ChannelId, newCorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { ActionArgs } from '#ports/listeners.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { identifyPerson } from './identify-person.ts';
import type { IdentifyDeps } from './identify-person.ts';

/** Somebody doing something, somewhere. */
export interface Turn {
  readonly by: SlackPerson;
  readonly channel: ChannelId | null;
  readonly correlationId: CorrelationId;
}

export interface TurnDeps extends Omit<IdentifyDeps, 'directory'> {
  readonly stores: Pick<IdentifyDeps, 'directory'>;
}

export type Click = Pick<ActionArgs, 'action' | 'body'>;

/** Who acts and where; throws Fault `not_found` when Slack does not know the person. */
export async function turnOf(
  { messenger, clock, stores }: TurnDeps,
  user: string,
  channel: string | undefined,
): Promise<Turn> {
  const by = await identifyPerson({ directory: stores.directory, messenger, clock }, SlackUserId.parse(user));
  const known = ChannelId.safeParse(channel);
  return { by, channel: known.success ? known.data : null, correlationId: newCorrelationId() };
}

export function turnOfClick(deps: TurnDeps, { body }: Click): Promise<Turn> {
  return turnOf(deps, body.user.id, body.channel?.id);
}
