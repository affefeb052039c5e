// CRMs that are down or nearly out of calls, as switches.
import type { Scene, Switch } from './entry.ts';

/** Of the day's calls: above this Signalbox keeps the rest for people who wait. */
const NEARLY_SPENT = 0.98;
const FREE_AGAIN = 0.1;

export function hubspotSwitches({ hubspot }: Scene): readonly Switch[] {
  return [
    {
      name: 'hubspot_down',
      label: 'HubSpot is down',
      about: 'HubSpot answers 503 to every call. Its webhooks still come, but nothing can be read or written.',
      kind: 'switch',
      group: 'faults',
      isOn: () =>
        hubspot.faults().some(({ kind, path, left }) => kind === 'status' && path === undefined && left !== 1),
      turn(on) {
        if (on) hubspot.fault({ kind: 'status', status: 503, times: 'until_cleared' });
        else hubspot.clearFaults();
        return on ? 'HubSpot answers 503 to everything now. What it must be told waits.' : 'HubSpot works again.';
      },
    },
    {
      name: 'hubspot_budget',
      label: 'HubSpot’s daily calls are nearly spent',
      about: 'Another app used up 98% of what HubSpot allows in a day. The rest is kept for claims.',
      kind: 'switch',
      group: 'faults',
      isOn: () => share(hubspot.dailyLimit()) >= NEARLY_SPENT,
      turn(on) {
        const { used, max } = hubspot.dailyLimit();
        hubspot.spendDailyLimit(Math.ceil(max * (on ? NEARLY_SPENT : FREE_AGAIN)) - used);
        const left = new Intl.NumberFormat('en').format(max - hubspot.dailyLimit().used);
        return on
          ? `HubSpot allows ${left} more calls today. Signalbox keeps them for claims; the rest waits.`
          : `HubSpot has plenty of calls again: ${left} today.`;
      },
    },
  ];
}

function share({ used, max }: { readonly used: number; readonly max: number }): number {
  return used / max;
}

export function salesforceSwitches({ salesforce }: Scene): readonly Switch[] {
  return [
    {
      name: 'salesforce_down',
      label: 'Salesforce is down',
      about: 'Salesforce answers 503 to every call. Its Flow still pushes.',
      kind: 'switch',
      group: 'faults',
      isOn: () =>
        salesforce.faults
          .armed()
          .some(({ kind, path, times }) => kind === 'status' && path === undefined && times !== 1),
      turn(on) {
        if (on) salesforce.faults.inject({ kind: 'status', status: 503 });
        else salesforce.faults.clear();
        return on ? 'Salesforce answers 503 to everything now. What it must be told waits.' : 'Salesforce works again.';
      },
    },
  ];
}
