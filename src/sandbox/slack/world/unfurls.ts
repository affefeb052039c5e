// Unfurled links: what the app gave for the links of a message, kept with it and shown as Slack shows attachments.
import type { Json, WireMessage } from './wire.ts';

/** The attachments that history and payloads show for a message's unfurls, in the order they were given. */
export function unfurlAttachments(message: WireMessage): readonly Json[] {
  return Object.entries(message.unfurls ?? {}).map(([url, unfurl], index) => ({
    id: (message.attachments?.length ?? 0) + index + 1,
    from_url: url,
    app_unfurl_url: url,
    is_app_unfurl: true,
    fallback: '[no preview available]',
    ...(unfurl as Json),
  }));
}

/** The blocks inside a message's unfurls, which can be pressed like its own. */
export function unfurledBlocks(message: WireMessage): readonly Json[] {
  return Object.values(message.unfurls ?? {}).flatMap((unfurl) => {
    const { blocks } = unfurl as { blocks?: readonly Json[] };
    return blocks ?? [];
  });
}
