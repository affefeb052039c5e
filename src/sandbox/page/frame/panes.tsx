// One person's workspace, or two side by side; on a narrow window the two are tabs.
import { computed, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Ways } from '../chat/context.ts';
import { Workspace } from '../chat/workspace.tsx';
import { createPane } from '../live/create-pane.ts';
import type { Navigation } from './navigation.ts';
import './panes.css';

export interface PanesProps {
  readonly navigation: Navigation;
  readonly now: ReadonlySignal<Date>;
  readonly count: (persona: string, waiting: number) => void;
}

export function Panes({ navigation, now, count }: PanesProps): VNode {
  const as = useComputed(() => navigation.address.value.as).value;
  const beside = useComputed(() => navigation.address.value.with).value;
  const shown = useSignal<'first' | 'second'>('first');
  const first = useMemo(() => firstWays(navigation), [navigation]);
  const second = useMemo(() => secondWays(navigation), [navigation]);
  return (
    <div class="frame-panes" data-two={beside !== null} data-shown={shown.value}>
      {beside === null ? null : (
        <div class="frame-pane-tabs" role="group" aria-label="Which of the two panes is shown">
          {(['first', 'second'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={shown.value === each}
              onClick={() => void (shown.value = each)}
            >
              {each === 'first' ? as : beside}
            </button>
          ))}
        </div>
      )}
      <div class="frame-pane" data-pane="first">
        <PaneHost key={as} as={as} ways={first} now={now} count={count} primary />
      </div>
      {beside === null ? null : (
        <div class="frame-pane" data-pane="second">
          <PaneHost key={beside} as={beside} ways={second} now={now} count={count} primary={false} />
        </div>
      )}
    </div>
  );
}

interface PaneHostProps {
  readonly as: string;
  readonly ways: Ways;
  readonly now: ReadonlySignal<Date>;
  readonly count: (persona: string, waiting: number) => void;
  readonly primary: boolean;
}

/** Connects for as long as it is drawn. */
function PaneHost({ as, ways, now, count, primary }: PaneHostProps): VNode {
  const pane = useMemo(() => createPane(as), [as]);
  useEffect(
    () => () => {
      pane.close();
      count(as, 0);
    },
    [pane],
  );
  useSignalEffect(() => {
    const conversations = pane.snapshot.value?.conversations ?? [];
    count(
      as,
      conversations.reduce((sum, { pings }) => sum + pings, 0),
    );
  });
  return <Workspace pane={pane} ways={ways} now={now} primary={primary} />;
}

function firstWays({ address, hrefOf, goTo }: Navigation): Ways {
  return {
    address: computed(() => address.value.pane),
    hrefOf: (change) => hrefOf({ pane: { ...address.peek().pane, ...change } }),
    goTo: (change) => goTo({ tab: 'slack', pane: { ...address.peek().pane, ...change } }),
    become: (persona) => goTo({ as: persona, pane: { ...address.peek().pane, thread: null, message: null } }),
    openBeside: (persona) => goTo({ with: persona, beside: address.peek().pane }),
    closePane: null,
  };
}

function secondWays({ address, hrefOf, goTo }: Navigation): Ways {
  return {
    address: computed(() => address.value.beside),
    hrefOf: (change) => hrefOf({ beside: { ...address.peek().beside, ...change } }),
    goTo: (change) => goTo({ tab: 'slack', beside: { ...address.peek().beside, ...change } }),
    become: (persona) => goTo({ with: persona, beside: { ...address.peek().beside, thread: null, message: null } }),
    openBeside: null,
    closePane: () => goTo({ with: null }),
  };
}
