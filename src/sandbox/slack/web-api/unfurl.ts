// chat.unfurl: what the app shows for links that people shared.
import { checkMessage } from '#blockkit/check-blocks.ts';
import { isJson } from '../world/elements.ts';
import { findMessage, replaceMessage, withBlockIds } from '../world/messages.ts';
import type { Json } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { ApiError, invalid, json, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';

export const unfurlMethods: Methods = {
  'chat.unfurl': { tier: 'tier3', token: 'bot', scope: 'links:write', run: unfurl },
};

function unfurl(call: Call): Json {
  const unfurls = json(call, 'unfurls', 'invalid_unfurls_format');
  if (unfurls === undefined) throw new ApiError('missing_unfurls');
  if (!isJson(unfurls)) throw new ApiError('invalid_unfurls_format');
  const [channelId, sharedTs] = splitUnfurlId(optional(call, 'unfurl_id'));
  const channel = channelId ?? required(call, 'channel');
  const message = findMessage(call.world, channel, sharedTs ?? required(call, 'ts'));
  if (!message) throw new ApiError('cannot_find_message');
  const said = message.text.replaceAll('&amp;', '&');
  for (const [url, content] of Object.entries(unfurls)) {
    if (!said.includes(url.replaceAll('&amp;', '&'))) throw new ApiError('cannot_unfurl_url');
    checkUnfurl(content, url);
  }
  const kept = (message.attachments ?? []).filter(({ from_url: url }) => !Object.hasOwn(unfurls, String(url)));
  const attachments = [...kept, ...attachmentsFor(call.world, unfurls, kept.length)];
  replaceMessage(call.world, { ...message, attachments });
  return {};
}

/** As Slack keeps unfurls: attachments of the message that say where they come from. */
function attachmentsFor(world: World, unfurls: Json, before: number): readonly Json[] {
  const { appId, botId, teamId } = world.identity;
  return Object.entries(unfurls).map(([url, content], index) => {
    const { blocks, ...fields } = content as { readonly blocks?: readonly Json[] };
    return {
      id: before + index + 1,
      from_url: url,
      app_unfurl_url: url,
      is_app_unfurl: true,
      app_id: appId,
      bot_id: botId,
      bot_team_id: teamId,
      fallback: '[no preview available]',
      ...fields,
      ...(blocks === undefined ? {} : { blocks: withBlockIds(world, blocks) }),
    };
  });
}

// Blocks, or the fields of an attachment of old.
function checkUnfurl(content: unknown, url: string): void {
  if (!isJson(content) || Object.keys(content).length === 0) throw new ApiError('invalid_unfurls_format');
  if (content['blocks'] === undefined) return;
  if (!Array.isArray(content['blocks'])) throw new ApiError('invalid_unfurls_format');
  const problems = checkMessage({ text: 'x', blocks: content['blocks'] });
  if (problems.length === 0) return;
  const messages = problems.map(({ message }) => message.replace('[json-pointer:', `[json-pointer:/unfurls/${url}`));
  throw invalid('invalid_unfurls_format', messages, true);
}

function splitUnfurlId(id: string | undefined): [string?, string?] {
  const match = /^([^.]+)\.(.+)$/u.exec(id ?? '');
  return match ? [match[1] ?? '', match[2] ?? ''] : [];
}
