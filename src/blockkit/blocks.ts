// Small builders over Slack's own types. Text goes in through mrkdwn.ts, which escapes; nothing here does.
import type { KnownBlock } from '@slack/types';

export type Block = KnownBlock;
