// Gets a sentence to the one person who acted, by the first way that still works: the answer itself, the response_url,
// a modal, a direct message.
import type { AllMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { modal, section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { fallback, privately } from '#blockkit/replies.ts';

/** As much of a listener's arguments as all kinds of listeners share. */
export interface Acted extends AllMiddlewareArgs {
  readonly body: unknown;
  readonly ack?: (answer?: unknown) => Promise<void>;
  readonly respond?: (answer: ReturnType<typeof privately>) => Promise<unknown>;
}

const Body = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  trigger_id: z.string().optional(),
  view: z.object({ id: z.string() }).optional(),
});

/** @param acked Whether Slack has had its answer already. Resolves to false when no way worked. */
export async function tellPrivately(acted: Acted, sentence: string, acked: boolean): Promise<boolean> {
  const body = Body.safeParse(acted.body).data ?? {};
  const ways = acked
    ? laterWays(acted, body, sentence)
    : [...firstWays(acted, body, sentence), ...laterWays(acted, body, sentence)];
  for (const way of ways) {
    // A way that fails (answered too late, expired, used up) is why there is a next one.
    if (await way().then(Boolean, () => false)) return true;
  }
  return false;
}

type Way = () => Promise<boolean>;

/** While Slack still waits for its answer. A click's answer cannot hold a text, but must be given. */
function firstWays({ ack }: Acted, body: z.infer<typeof Body>, sentence: string): readonly Way[] {
  if (ack === undefined) return [];
  if (body.type === 'view_submission') {
    return [() => ack({ response_action: 'update', view: notice(sentence) }).then(() => true)];
  }
  if (body.command !== undefined) return [() => ack(privately({ text: sentence })).then(() => true)];
  return [() => ack().then(() => false)];
}

function laterWays({ respond, client, context }: Acted, body: z.infer<typeof Body>, sentence: string): readonly Way[] {
  const { trigger_id: trigger, view } = body;
  const { userId } = context;
  return [
    ...(respond === undefined ? [] : [() => respond(privately({ text: sentence })).then(() => true)]),
    ...(trigger === undefined || view === undefined
      ? []
      : [() => client.views.push({ trigger_id: trigger, view: notice(sentence) }).then(() => true)]),
    ...(userId === undefined
      ? []
      : [() => client.chat.postMessage({ channel: userId, text: fallback(sentence) }).then(() => true)]),
  ];
}

function notice(sentence: string): ReturnType<typeof modal> {
  return modal({ title: 'That did not work', blocks: [section(escape(sentence, 2900))] });
}
