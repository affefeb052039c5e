// What came of what was made to happen, the newest first.
import type { VNode } from 'preact';
import { agoText } from '../crm/ago.ts';
import { useNow } from '../crm/hooks.ts';
import type { OutsideWorld } from '../live/world.ts';
import type { Desk } from './desk.ts';

const TICK_MS = 5_000;

export function SaidList({ world, desk }: { readonly world: OutsideWorld; readonly desk: Desk }): VNode {
  useNow(world, TICK_MS);
  const said = desk.said.value;
  return (
    <section class="happen-said" aria-label="What happened">
      <h3>What happened</h3>
      {said.length === 0 ? (
        <p class="happen-note">Nothing yet. Press something; what came of it is said here.</p>
      ) : null}
      <div role="log" aria-label="What came of it">
        <ol>
          {said.map(({ number, text, failed, at }) => (
            <li key={number} data-failed={failed}>
              {failed ? <b>That did not happen. </b> : null}
              {text} <time>{agoText(at, Date.now())}</time>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
