// What business itself does: the source that brings most falls away, and comes back. Only in a world that goes on.
import { DRY_SOURCE } from '../living/life.ts';
import type { Life } from '../living/life.ts';
import type { Scene, Switch } from './entry.ts';

export function trafficHappenings({ life }: Scene): readonly Switch[] {
  return life === null ? [] : [drop(life)];
}

function drop(life: Life): Switch {
  return {
    name: 'traffic_drops',
    label: 'Traffic drops 40%',
    about: `The form on the website is broken: nobody comes by “${DRY_SOURCE}” any more, by which two of five people come.`,
    kind: 'switch',
    group: 'leads',
    isOn: () => life.isDry(),
    turn(on) {
      life.setDry(on);
      return on
        ? 'From now on nobody comes by the web form. Signalbox looks at days that are over: press “A day later” until a whole one has passed, twice at most.'
        : 'Traffic is back: people come by the web form again.';
    },
  };
}
