// The log of a sandbox that nobody gave one.
import type { Log } from '#ports/log.ts';

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => SILENT };
