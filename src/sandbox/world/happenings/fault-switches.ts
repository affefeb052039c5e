// What goes wrong, as switches: outages, limits, lost answers, and webhooks that misbehave. Each is read back from the
// server that suffers it, so it also shows what a control API or the terminal turned on.
import type { CallFault } from '../../slack/faults.ts';
import type { Scene, Switch } from './entry.ts';
import { hubspotSwitches, salesforceSwitches } from './crm-faults.ts';
import { webhookSwitches } from './webhook-faults.ts';

export function faultSwitches(scene: Scene): readonly Switch[] {
  return [...hubspotSwitches(scene), ...salesforceSwitches(scene), ...slackSwitches(scene), ...webhookSwitches(scene)];
}

interface SlackTrouble {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly fault: CallFault;
  readonly on: string;
  readonly off: string;
}

const CHANNEL = 'enterprise-leads';

const SLACK_TROUBLES: readonly SlackTrouble[] = [
  {
    name: 'slack_down',
    label: 'Slack is down',
    about: 'Slack answers 503 to every call of Signalbox. Clicks still arrive.',
    fault: { method: '*', kind: 'status', status: 503 },
    on: 'Slack answers 503 to everything now. What Signalbox wants to say waits.',
    off: 'Slack works again; what waited is posted.',
  },
  {
    name: 'slack_rate_limited',
    label: 'Slack rate-limits a channel',
    about: `Messages to #${CHANNEL} are refused for five seconds at a time.`,
    fault: { method: 'chat.postMessage', channel: CHANNEL, kind: 'rate_limited', retryAfter: 5 },
    on: `Slack takes no message for #${CHANNEL}: 429, try again in 5 s. Other channels are not held up.`,
    off: `#${CHANNEL} takes messages again.`,
  },
  {
    name: 'slack_slow',
    label: 'Slack answers slowly',
    about: 'Every call of Signalbox takes two seconds longer.',
    fault: { method: '*', kind: 'slow', delayMs: 2_000 },
    on: 'Every answer of Slack takes two seconds longer now.',
    off: 'Slack answers at once again.',
  },
  {
    name: 'slack_drops_answers',
    label: 'Slack loses its answers',
    about: 'A message is posted, but Signalbox never hears so. It must not post it twice.',
    fault: { method: 'chat.postMessage', kind: 'drop_after_commit' },
    on: 'Slack stores messages and the answers get lost. Signalbox looks whether they are there before it tries again.',
    off: "Slack's answers arrive again.",
  },
];

function slackSwitches({ slack }: Scene): readonly Switch[] {
  return SLACK_TROUBLES.map(({ name, label, about, fault, on, off }) => {
    const armed = () =>
      slack.faults
        .armed()
        .filter(
          (each) =>
            'method' in each &&
            each.method === fault.method &&
            each.kind === fault.kind &&
            each.channel === fault.channel,
        );
    return {
      name,
      label,
      about,
      kind: 'switch',
      group: 'faults',
      isOn: () => armed().length > 0,
      turn(wanted) {
        if (wanted) slack.faults.next({ ...fault, times: 'until_cleared' });
        else for (const { id } of armed()) slack.faults.clear(id);
        return wanted ? on : off;
      },
    };
  });
}
