// What goes on around the workspace, for whoever watches: everything at first, then each change of a record, and the state
// of the world whenever it is another.
import type { WebSocket } from 'ws';
import type { Outside } from '../outside.ts';
import type { WorldFrame, WorldMessage, WorldState } from '../protocol.ts';
import { worldState } from '../world-state.ts';
import { compactWorld } from './compact.ts';
import { createFrames } from './frames.ts';

/** For what changes without a word, as the stream of leads. */
const LOOK_EVERY_MS = 1_000;

export function serveWorld(outside: Outside, socket: WebSocket): void {
  let told: WorldState | null = null;

  function stateIfChanged(): WorldFrame {
    const world = worldState(outside);
    if (told !== null && isSame(told, world)) return [];
    told = world;
    return [{ kind: 'world', world }];
  }

  const frames = createFrames<WorldMessage>(socket, {
    whole: () => {
      told = worldState(outside);
      const { list: happenings } = outside.happenings;
      return [{ kind: 'overview', world: told, happenings, crms: outside.records.overviews() }];
    },
    compact: compactWorld,
    after: stateIfChanged,
  });

  const look = (): void => frames.push();
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  const stops = [
    outside.records.onChange((message) => frames.push(message)),
    outside.app.onChange(look),
    outside.happenings.onChange(look),
    outside.tour.onChange(look),
    outside.clock.onMove(look),
    outside.onStartOver(() => frames.anew()),
  ];
  socket.once('close', () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    frames.close();
  });
}

/** The page's clock goes on by itself. */
function isSame(one: WorldState, other: WorldState): boolean {
  const stripped = ({ now: _now, ...rest }: WorldState): string => JSON.stringify(rest);
  return stripped(one) === stripped(other);
}
