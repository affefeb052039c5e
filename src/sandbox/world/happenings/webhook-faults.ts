// Webhooks that misbehave, in both CRMs at once, as switches.
import type { Scene, Switch } from './entry.ts';

interface Trouble {
  readonly name: string;
  readonly fault: 'duplicate' | 'reorder' | 'silent';
  readonly label: string;
  readonly about: string;
  readonly on: string;
  readonly off: string;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'webhooks_twice',
    fault: 'duplicate',
    label: 'Webhooks arrive twice',
    about: 'Both CRMs deliver everything a second time, as they may. Each change must act once.',
    on: 'Both CRMs deliver each webhook twice now.',
    off: 'Webhooks come once again.',
  },
  {
    name: 'webhooks_reordered',
    fault: 'reorder',
    label: 'Webhooks arrive out of order',
    about: 'Events come backwards and overtake each other. Signalbox reads the record instead of believing them.',
    on: 'Webhooks come backwards and overtake each other now.',
    off: 'Webhooks come in their order again.',
  },
  {
    name: 'webhooks_silent',
    fault: 'silent',
    label: 'Webhooks do not arrive at all',
    about: 'Nothing is delivered, for good. Signalbox asks both CRMs each minute what changed, and finds it.',
    on: 'No webhook is delivered any more. New leads show up within a minute, when Signalbox asks.',
    off: 'Webhooks are delivered again.',
  },
];

export function webhookSwitches({ hubspot, salesforce }: Pick<Scene, 'hubspot' | 'salesforce'>): readonly Switch[] {
  return TROUBLES.map(({ name, fault, label, about, on, off }) => ({
    name,
    label,
    about,
    kind: 'switch',
    group: 'faults',
    isOn: () => hubspot.webhookFaults()[fault],
    turn(wanted) {
      const faults = { ...hubspot.webhookFaults(), [fault]: wanted };
      hubspot.setWebhookFaults(faults);
      salesforce.push.setFaults(faults);
      return wanted ? on : off;
    },
  }));
}
