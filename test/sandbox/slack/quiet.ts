// A logger for Slack's clients that keeps their expected complaints out of the test output.
import { LogLevel } from '@slack/web-api';
import type { Logger } from '@slack/web-api';

export const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  setName: () => {},
  getLevel: () => LogLevel.ERROR,
};
