// The page as a whole: which part of the sandbox is shown, for whom. Draws nothing of its own but the frame.
import { useComputed, useSignalEffect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Gallery } from './blocks/gallery/gallery.tsx';
import { moveToRegion } from './chat/focus-regions.ts';
import { CrmBrowser } from './crm/crm-browser.tsx';
import type { SandboxClock } from './frame/clock.ts';
import type { Navigation } from './frame/navigation.ts';
import { Panes } from './frame/panes.tsx';
import { createTitle } from './frame/title.ts';
import type { Theme } from './frame/theme.ts';
import { TopBar } from './frame/top-bar.tsx';
import { HappeningsBar, HappeningsPanel } from './happenings/happenings-panel.tsx';
import type { OutsideWorld } from './live/world.ts';
import { TourPanel } from './tour/tour-panel.tsx';
import './frame/frame.css';

export interface AppProps {
  readonly navigation: Navigation;
  readonly world: OutsideWorld;
  readonly clock: SandboxClock;
  readonly theme: Signal<Theme>;
  readonly dock: Signal<'open' | 'closed'>;
}

export function App({ navigation, world, clock, theme, dock }: AppProps): VNode {
  const tab = useComputed(() => navigation.address.value.tab).value;
  const title = useMemo(createTitle, []);
  useSignalEffect(() => {
    document.title = title.text.value;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key === 'F6' && moveToRegion(event.shiftKey)) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div class="frame">
      <a class="frame-skip" href="#content">
        Skip to the content
      </a>
      <TopBar navigation={navigation} world={world} clock={clock} theme={theme} dock={dock} />
      <div class="frame-body">
        <main id="content" class="frame-content" tabIndex={-1} data-tab={tab}>
          <h1 class="chat-visually-hidden">Signalbox sandbox</h1>
          {/* The workspace stays drawn, so that it goes on and drafts are kept. */}
          <div class="frame-slack" hidden={tab !== 'slack'}>
            <Panes navigation={navigation} now={clock.now} count={title.count} />
          </div>
          {tab === 'hubspot' || tab === 'salesforce' ? <CrmBrowser key={tab} crm={tab} world={world} /> : null}
          {tab === 'gallery' ? <Gallery /> : null}
          {tab === 'happenings' ? <HappeningsPanel world={world} /> : null}
        </main>
        {dock.value === 'open' ? (
          <aside class="frame-dock" aria-label="Tour and what happens" data-region="tour">
            <TourPanel world={world} goTo={navigation.goToAddress} onClose={() => void (dock.value = 'closed')} />
            {tab === 'slack' ? <HappeningsBar world={world} /> : null}
          </aside>
        ) : null}
      </div>
    </div>
  );
}
