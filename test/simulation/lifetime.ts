// How an app of a simulation ends: in order, or by a crash, which may come while it ends in order. Each happens once,
// however often it is asked for.
import type { HostedApp } from './host.ts';

export interface Lifetime {
  /** Until it has ended or died. */
  alive(): boolean;
  /** Ends it in order. Answers whether it did, or died before or meanwhile; throws when it lives and cannot. */
  stop(): Promise<'ended' | 'died'>;
  /** Ends it at once, if it is alive; `onDead` is called before anything else can happen. */
  die(onDead: () => void): void;
  /** Resolves when nothing of one that died is left. */
  gone(): Promise<void>;
}

/** @param cut called when it has ended or died. */
export function openLifetime(app: Pick<HostedApp, 'stop' | 'end'>, cut: () => void): Lifetime {
  let fate: 'ended' | 'died' | null = null;
  let stopping: Promise<'ended' | 'died'> | null = null;
  let ending: Promise<void> = Promise.resolve();

  async function endInOrder(): Promise<'ended' | 'died'> {
    try {
      await app.stop();
    } catch (error) {
      // Who was killed meanwhile could not end in order, which is no failure of theirs.
      if (fate !== 'died') throw error;
    }
    if (fate === 'died') return 'died';
    fate = 'ended';
    cut();
    return 'ended';
  }

  return {
    alive: () => fate === null,
    async stop() {
      stopping ??= fate === 'died' ? Promise.resolve('died') : endInOrder();
      return stopping;
    },
    die(onDead) {
      if (fate !== null) return;
      fate = 'died';
      onDead();
      cut();
      ending = app.end();
    },
    gone: () => ending,
  };
}
