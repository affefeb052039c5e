// Whether Slack takes our token: asked at start until it answers, then every minute. Says why when it does not.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf } from '#kernel/errors.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { Log } from '#ports/log.ts';
import type { SlackClient } from './client.ts';
import { slackCode } from './errors.ts';
import { botScopes } from './methods.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

export type SlackState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly team: string }
  | { readonly kind: 'failing'; readonly because: string };

interface SlackIdentity {
  readonly botUserId: string;
  readonly botId: string;
}

export interface SlackConnection {
  state(): SlackState;
  /** Null until Slack has answered once. */
  identity(): SlackIdentity | null;
  start(): void;
  stop(): void;
}

export interface ConnectionDeps {
  readonly slack: SlackClient;
  readonly log: Log;
  /** Called whenever Slack takes our token again, the first time included. */
  readonly onReady?: () => void;
  /** Between two looks while all is well (default a minute). */
  readonly everyMs?: number;
}

const Answer = z.object({
  team: z.string(),
  user_id: z.string(),
  bot_id: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

const EXPLAINED: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know the token',
  not_authed: 'Slack got no token',
  token_revoked: 'the token was revoked',
  token_expired: 'the token has expired',
  account_inactive: 'the app was removed from the workspace',
};

export function createConnection({ slack, log, onReady, everyMs = MINUTE_MS }: ConnectionDeps): SlackConnection {
  const stopping = new AbortController();
  let state: SlackState = { kind: 'connecting' };
  let identity: SlackIdentity | null = null;

  async function look(): Promise<SlackState> {
    try {
      const answer = await slack.call('auth.test', {}, Answer);
      identity = { botUserId: answer.user_id, botId: answer.bot_id };
      const granted = answer.response_metadata?.scopes;
      const missing = granted === undefined ? [] : botScopes().filter((scope) => !granted.includes(scope));
      if (missing.length === 0) return { kind: 'ready', team: answer.team };
      return { kind: 'failing', because: `missing_scope: the token lacks ${missing.join(', ')}` };
    } catch (error) {
      const code = slackCode(error);
      const explained = EXPLAINED[code ?? ''];
      return { kind: 'failing', because: explained === undefined ? messageOf(error) : `${code}: ${explained}` };
    }
  }

  async function watch(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      const seen = await look();
      if (seen.kind === 'failing' && state.kind !== 'failing')
        log.warn('Slack does not take us', { because: seen.because });
      if (seen.kind === 'ready' && state.kind !== 'ready') log.info('connected to Slack', { team: seen.team });
      if (seen.kind === 'ready' && state.kind !== 'ready') onReady?.();
      state = seen;
      failures = seen.kind === 'ready' ? 0 : failures + 1;
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS, everyMs);
      const wait = failures === 0 ? everyMs : retryMs * (0.5 + Math.random() / 2);
      // The only way this rejects is `stop`.
      await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    state: () => state,
    identity: () => identity,
    start: () => void watch(),
    stop: () => stopping.abort(),
  };
}
