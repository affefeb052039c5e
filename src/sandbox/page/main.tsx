// Starts the page.
import { render } from 'preact';
import { App } from './app.tsx';
import { createSandboxClock } from './frame/clock.ts';
import { createNavigation } from './frame/navigation.ts';
import { remembered } from './frame/remembered.ts';
import { createTheme } from './frame/theme.ts';
import { createWorld } from './live/create-world.ts';
import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';

/** Pixels; on a narrower page the tour would lie over what it is about. */
const ROOM_FOR_TOUR = 900;

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no #page to draw into');
const world = createWorld();
render(
  <App
    navigation={createNavigation()}
    world={world}
    clock={createSandboxClock(world)}
    theme={createTheme()}
    dock={remembered('tour', ['open', 'closed'], innerWidth < ROOM_FOR_TOUR ? 'closed' : 'open')}
  />,
  root,
);
