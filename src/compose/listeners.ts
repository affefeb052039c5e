// Every command, click and modal of the app. The manifest test holds what is registered here against manifest.json.
import type { Listeners } from '#ports/listeners.ts';
import { registerHoldListeners } from '#features/intake/slack.ts';
import type { HoldDesk } from '#features/intake/slack.ts';
import { registerLeadModals } from '#features/leads/slack-modals.ts';
import { registerLeadListeners } from '#features/leads/slack.ts';
import type { OpsDesk } from '#features/operations/answer-command.ts';
import { registerOperationsListeners } from '#features/operations/slack.ts';

export function registerListeners(listeners: Listeners, desk: HoldDesk & OpsDesk): void {
  registerLeadListeners(listeners, desk);
  registerLeadModals(listeners, desk);
  registerOperationsListeners(listeners, desk);
  registerHoldListeners(listeners, desk);
}
