// Buttons and switches that make things happen in the world outside, and the clock. In full as a page of its own, and as
// a bar of the most used ones beside something else.
import type { ComponentChildren, VNode } from 'preact';
import type { Happening } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { ClockCard } from './clock-card.tsx';
import { deskOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { HappeningButton } from './happening-button.tsx';
import { HappeningSwitch } from './happening-switch.tsx';
import { SaidList } from './said-list.tsx';
import './happenings.css';

export interface HappeningsPanelProps {
  readonly world: OutsideWorld;
}

const APP_STATES = {
  starting: 'Signalbox is starting.',
  ready: 'Signalbox is running.',
  restarting: 'Signalbox is restarting.',
  stopped: 'Signalbox is stopped.',
  unreachable: 'Signalbox does not answer.',
} as const;

export function HappeningsPanel({ world }: HappeningsPanelProps): VNode {
  const desk = deskOf(world);
  const happenings = world.happenings.value;
  if (happenings.length === 0)
    return (
      <p class="happen-waiting" role="status">
        Waiting for the sandbox …
      </p>
    );
  const of = (group: Happening['group']): readonly Happening[] => happenings.filter((each) => each.group === group);
  const items = (group: Happening['group']): VNode => <Items happenings={of(group)} world={world} desk={desk} />;
  const { app } = world.state.value ?? {};
  return (
    <section class="happen-frame" aria-label="What happens">
      <div class="happen">
        <div class="happen-cards">
          <header class="happen-head">
            <h2>What happens</h2>
            <p>
              Make something happen in the world around Signalbox, and watch in Slack and in the CRMs what comes of it.
            </p>
          </header>
          <div class="happen-columns">
            <div>
              <Card name="leads" title="Leads" about="People who show interest in what Acme sells.">
                {items('leads')}
              </Card>
              <Card name="people" title="Colleagues" about="What they do in the CRMs, past Signalbox.">
                {items('people')}
              </Card>
            </div>
            <div>
              <Card name="time" title="Time" about="What is due later can be now.">
                <ClockCard steps={of('time')} world={world} desk={desk} />
              </Card>
              {of('app').length === 0 ? null : (
                <Card name="app" title="Signalbox" about={app === undefined ? '' : APP_STATES[app]}>
                  {items('app')}
                </Card>
              )}
              <Card name="faults" title="Faults" about="Turn on several at once: nothing may get lost or act twice.">
                {items('faults')}
              </Card>
            </div>
          </div>
        </div>
        <SaidList world={world} desk={desk} />
      </div>
    </section>
  );
}

interface CardProps {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly children: ComponentChildren;
}

function Card({ name, title, about, children }: CardProps): VNode {
  return (
    <section class="happen-card" data-group={name} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <p>{about}</p>
      </header>
      {children}
    </section>
  );
}

interface ItemsProps {
  readonly happenings: readonly Happening[];
  readonly world: OutsideWorld;
  readonly desk: Desk;
}

function Items({ happenings, world, desk }: ItemsProps): VNode {
  const on = world.state.value?.on ?? [];
  return (
    <div class="happen-items">
      {happenings.map((happening) =>
        happening.kind === 'switch' ? (
          <HappeningSwitch key={happening.name} happening={happening} on={on.includes(happening.name)} desk={desk} />
        ) : (
          <HappeningButton key={happening.name} happening={happening} desk={desk} />
        ),
      )}
    </div>
  );
}

/** The most used ones, with words that fit a narrow column. */
const IN_BAR = [
  { name: 'demo_form', label: 'A demo request' },
  { name: 'webinar', label: 'Fifty webinar leads' },
  { name: 'grab', label: 'Bo grabs a lead in HubSpot' },
  { name: 'hubspot_down', label: 'HubSpot is down' },
  { name: 'forward_1h', label: 'An hour later' },
  { name: 'app_restart', label: 'Restart Signalbox' },
] as const;

export function HappeningsBar({ world }: HappeningsPanelProps): VNode {
  const desk = deskOf(world);
  const on = world.state.value?.on ?? [];
  const [last] = desk.said.value;
  const offered = IN_BAR.flatMap(({ name, label }) => {
    const happening = world.happenings.value.find((each) => each.name === name);
    return happening === undefined ? [] : [{ happening, label }];
  });
  return (
    <section class="happen-bar" aria-label="Make something happen">
      <h3>Make something happen</h3>
      <ul>
        {offered.map(({ happening: { name, kind, about }, label }) => (
          <li key={name}>
            <button
              type="button"
              class="happen-press"
              title={about}
              aria-pressed={kind === 'switch' ? on.includes(name) : undefined}
              aria-disabled={desk.running.value.has(name)}
              data-busy={desk.running.value.has(name)}
              onClick={() => void desk.make(name, kind === 'switch' ? { on: !on.includes(name) } : {})}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" data-failed={last?.failed}>
        {last?.text ?? ''}
      </p>
    </section>
  );
}
