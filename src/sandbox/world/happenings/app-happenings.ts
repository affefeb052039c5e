// Signalbox itself, stopped and started under everybody's hands. Only where the sandbox started it.
import type { Entry } from './entry.ts';

/** Signalbox, where the sandbox started it. */
export interface AppSwitch {
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  running(): boolean;
  /** Forgets everything said and done; a new company begins, and its first leads come. Left out where that cannot be. */
  startOver?(): Promise<void>;
}

/** `mend` takes every fault away. */
export function appHappenings(app: AppSwitch, mend: () => Promise<void>): readonly Entry[] {
  const { startOver } = app;
  return [restart(app), stopped(app), ...(startOver === undefined ? [] : [over(() => startOver.call(app), mend)])];
}

function restart(app: AppSwitch): Entry {
  return {
    name: 'app_restart',
    label: 'Restart Signalbox',
    about: 'It ends what it does, and comes back at the same address. Nothing gets lost meanwhile.',
    kind: 'button',
    verb: 'Restart',
    group: 'app',
    async press() {
      await app.restart();
      return 'Signalbox has restarted.';
    },
  };
}

function stopped(app: AppSwitch): Entry {
  return {
    name: 'app_stopped',
    label: 'Signalbox is stopped',
    about: 'Leads still come in, and clicks fail as they would in Slack. Started again, it catches up.',
    kind: 'switch',
    group: 'app',
    isOn: () => !app.running(),
    async turn(on) {
      await (on ? app.stop() : app.start());
      return on ? 'Signalbox is stopped. The CRMs and Slack go on without it.' : 'Signalbox runs again and catches up.';
    },
  };
}

function over(startOver: () => Promise<void>, mend: () => Promise<void>): Entry {
  return {
    name: 'start_over',
    label: 'Start over',
    about: 'Everything said and done goes; a new company begins.',
    kind: 'button',
    verb: 'Start over …',
    asks: 'Everything said and done here goes. Start over?',
    group: 'app',
    async press() {
      await mend();
      await startOver();
      return 'A new Acme has begun.';
    },
  };
}
