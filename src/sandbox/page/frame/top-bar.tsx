// The bar above everything: that this is a sandbox, its tabs, its clock, how Signalbox is, light or dark.
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { WorldState } from '#sandbox/web/protocol.ts';
import { Icon } from '../chat/icons.tsx';
import { Menu } from '../chat/menu.tsx';
import type { OutsideWorld } from '../live/world.ts';
import type { Tab } from './address.ts';
import { aheadLabel } from './ahead.ts';
import type { SandboxClock } from './clock.ts';
import type { Navigation } from './navigation.ts';
import { THEMES } from './theme.ts';
import type { Theme } from './theme.ts';
import './top-bar.css';

export interface TopBarProps {
  readonly navigation: Navigation;
  readonly world: OutsideWorld;
  readonly clock: SandboxClock;
  readonly theme: Signal<Theme>;
  readonly dock: Signal<'open' | 'closed'>;
}

const TABS: readonly (readonly [Tab, string])[] = [
  ['slack', 'Slack'],
  ['hubspot', 'HubSpot'],
  ['salesforce', 'Salesforce'],
  ['happenings', 'What happens'],
];
const THEME_ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;
const THEME_LABELS = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

export function TopBar({ navigation, world, clock, theme, dock }: TopBarProps): VNode {
  const tab = navigation.address.value.tab;
  return (
    <header class="frame-bar">
      <p class="frame-mark">
        <svg class="frame-logo" viewBox="0 0 36 36" width="22" height="22" aria-hidden="true">
          <path d="M11 27V12a4 4 0 0 1 8 0v12a4 4 0 0 0 8 0V9" />
          <circle cx="27" cy="8.500" r="2.600" />
        </svg>
        <strong>Signalbox sandbox</strong>
        <span class="frame-claim">everything here is made up and runs on this machine</span>
      </p>
      <nav class="frame-tabs" aria-label="Parts of the sandbox" data-region="tabs">
        {TABS.map(([key, label]) => (
          <a
            key={key}
            class="frame-tab"
            href={navigation.hrefOf({ tab: key })}
            aria-current={key === tab ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              navigation.goTo({ tab: key });
            }}
          >
            {label}
          </a>
        ))}
      </nav>
      <div class="frame-state">
        <AppState world={world} />
        <ClockView clock={clock} />
        <SideBySide navigation={navigation} />
        <Menu
          name={`Colours: ${THEME_LABELS[theme.value]}`}
          buttonClass="frame-tool"
          button={<Icon name={THEME_ICONS[theme.value]} />}
          items={THEMES.map((each) => ({
            key: each,
            current: each === theme.value,
            label: (
              <span class="chat-menu-person">
                <Icon name={THEME_ICONS[each]} /> {THEME_LABELS[each]}
              </span>
            ),
            choose: () => void (theme.value = each),
          }))}
        />
        <DockSwitch dock={dock} world={world} />
      </div>
    </header>
  );
}

const APP_WORDS: Readonly<Record<WorldState['app'], string>> = {
  starting: 'Signalbox is starting',
  ready: 'Signalbox is ready',
  restarting: 'Signalbox is restarting',
  stopped: 'Signalbox is stopped',
  unreachable: 'Signalbox does not answer',
};

function AppState({ world }: { readonly world: OutsideWorld }): VNode | null {
  const state = world.state.value?.app;
  if (state === undefined) return null;
  return (
    <p class="frame-app" data-state={state} role="status">
      <span class="frame-app-dot" aria-hidden="true" />
      <span class="frame-app-words">{APP_WORDS[state]}</span>
    </p>
  );
}

function ClockView({ clock }: { readonly clock: SandboxClock }): VNode {
  const now = clock.now.value;
  const ahead = aheadLabel(clock.aheadMs.value);
  const day = now.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  const time = now.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return (
    <p class="frame-clock" title="The sandbox's clock">
      <span class="chat-visually-hidden">The sandbox's clock: </span>
      <time dateTime={now.toISOString()}>
        <span class="frame-clock-day">{day} </span>
        {time}
      </time>
      {ahead === '' ? null : <span class="frame-ahead">{ahead}</span>}
    </p>
  );
}

/** Who stands beside whom at first; in the pane itself one can become anybody. */
const COLLEAGUES: Readonly<Record<string, string>> = { ana: 'bo' };
const COLLEAGUE = 'ana';

function SideBySide({ navigation }: { readonly navigation: Navigation }): VNode {
  const { as, pane, with: beside } = navigation.address.value;
  return (
    <button
      type="button"
      class="frame-tool"
      aria-pressed={beside !== null}
      aria-label="Two people side by side"
      title={beside === null ? 'Two people side by side' : 'One person'}
      onClick={() => {
        if (beside !== null) navigation.goTo({ tab: 'slack', with: null });
        else navigation.goTo({ tab: 'slack', with: COLLEAGUES[as] ?? COLLEAGUE, beside: pane });
      }}
    >
      <Icon name="split" />
    </button>
  );
}

function DockSwitch({ dock, world }: { dock: Signal<'open' | 'closed'>; world: OutsideWorld }): VNode {
  const done: ReadonlySignal<WorldState | null> = world.state;
  const open = dock.value === 'open';
  return (
    <button
      type="button"
      class="frame-tour-switch"
      aria-pressed={open}
      title={open ? 'Close the tour' : 'Open the tour'}
      onClick={() => void (dock.value = open ? 'closed' : 'open')}
    >
      <Icon name="flag" size={16} /> Tour <span class="frame-tour-count">{done.value?.tour.done.length ?? 0}</span>
    </button>
  );
}
