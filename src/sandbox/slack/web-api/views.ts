// views.*: open, push, update, publish.
import { findView, openView, publishHome, pushView, updateView } from '../world/views.ts';
import type { ViewResult } from '../world/views.ts';
import type { Json } from '../world/wire.ts';
import { ApiError, invalid, json, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';

export const viewMethods: Methods = {
  'views.open': { tier: 'tier4', token: 'bot', run: open },
  'views.push': { tier: 'tier4', token: 'bot', run: push },
  'views.update': { tier: 'tier4', token: 'bot', run: update },
  'views.publish': { tier: 'tier4', token: 'bot', run: publish },
};

function open(call: Call): Json {
  const payload = payloadOf(call);
  return shown(openView(call.world, redeem(call).userId, payload));
}

function push(call: Call): Json {
  const payload = payloadOf(call);
  const { userId, viewId } = redeem(call);
  if (viewId === undefined) throw new ApiError('invalid_trigger_id');
  return shown(pushView(call.world, userId, payload));
}

function update(call: Call): Json {
  const payload = payloadOf(call);
  const target = findView(call.world, optional(call, 'view_id'), optional(call, 'external_id'));
  if (!target) throw new ApiError('not_found');
  return shown(updateView(call.world, target, payload, optional(call, 'hash')));
}

function publish(call: Call): Json {
  const payload = payloadOf(call);
  const user = call.world.users.get(required(call, 'user_id'));
  if (!user || user.isBot) throw new ApiError('invalid_arguments');
  return shown(publishHome(call.world, user.id, payload, optional(call, 'hash')));
}

function payloadOf(call: Call): unknown {
  const payload = json(call, 'view', 'invalid_arguments');
  if (payload === undefined) throw invalid('invalid_arguments', ['missing required field: view'], false);
  return payload;
}

function redeem(call: Call): { userId: string; viewId: string | undefined } {
  const redeemed = call.triggers.redeem(required(call, 'trigger_id'));
  if (redeemed.kind === 'refused') throw new ApiError(redeemed.error);
  return redeemed;
}

function shown(result: ViewResult): Json {
  if (result.kind === 'shown') return { view: result.view };
  if (result.messages.length === 0) throw new ApiError(result.error);
  throw invalid(result.error, result.messages, false);
}
