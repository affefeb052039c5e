// While Slack or a CRM is away it is looked at by us, every few seconds: nobody else may have anything to ask of it for a
// long time, and what waits for it would wait as long.
import { awaitReturn } from '#adapters/breaker/come-back.ts';
import { Done } from '#adapters/slack/client.ts';
import type { Side } from '#features/messages/sides.ts';
import type { Outside } from './outside.ts';

/** `onBack` is called whenever a side answers again after it did not. Answers how to stop. */
export function awaitOutside(
  { dependencies, slack, crms }: Pick<Outside, 'dependencies' | 'slack' | 'crms'>,
  onBack: (side: Side) => void,
): () => void {
  const looks = new Map<Side, () => Promise<unknown>>([
    ['slack', () => slack.call('auth.test', {}, Done)],
    ...Array.from(crms, ([name, crm]): [Side, () => Promise<unknown>] => [name, () => crm.account()]),
  ]);
  const stops = Array.from(looks, ([side, look]) => {
    const breaker = dependencies.breakers.get(side);
    return breaker === undefined ? () => undefined : awaitReturn(breaker, look, () => onBack(side));
  });
  return () => {
    for (const stop of stops) stop();
  };
}
