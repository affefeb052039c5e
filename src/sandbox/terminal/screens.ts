// What the terminal says about itself: the first screen and the list of commands. Text only.
import { PEOPLE } from '../world/acme.ts';

const COMMANDS: readonly (readonly [command: string, what: string])[] = [
  ['claim 1 as ana', 'Ana presses Claim on card 1; release 1 as ana lets it go'],
  ['claim 3.7 as ana', 'row 7, where card 3 is a list; so for every command on a card'],
  ['race 1', 'all reps press Claim at the same moment; one wins'],
  ['why 1', 'which rules matched, and why this rep'],
  ['not-a-fit 1 as ana no_budget', 'a reason, and a note if you like'],
  ['hand-over 1 to bo as ana', 'the lead goes to a colleague'],
  ['touch 1 as ana call', 'call, email or meeting, and a note if you like'],
  ['press 1 2 as ana', 'any button of a card, by number or label'],
  ['/lead mine as ana', 'any slash command; "in #revops" says where'],
  ['open, show 1', 'all cards so far; one card as it is now'],
  ['lead', 'a new lead right now; pause and go stop and start the stream'],
  ['grab 1 in hubspot as bo', 'Bo changes the owner in the CRM by hand'],
  ['break hubspot', 'it answers 503 until mend hubspot; also salesforce and slack'],
  ['clock +1d', 'moves the time: s, m, h, d'],
  ['help, quit', ''],
];

const COLUMN = 32;

export const HELP: readonly string[] = [
  ...COMMANDS.map(([command, what]) => `${command.padEnd(COLUMN)}${what}`.trimEnd()),
  `People: ${PEOPLE.map(({ name, role }) => `${name} (${role})`).join(', ')}`,
];

export interface Places {
  readonly appUrl: string;
  readonly slackUrl: string;
  readonly hubspotUrl: string;
  readonly salesforceUrl: string;
  readonly logFile: string | undefined;
  readonly interactive: boolean;
}

/** A few lines: what this is, where it is, what to try. */
export function firstScreen({ appUrl, logFile, interactive, ...servers }: Places): readonly string[] {
  return [
    'This is a made-up company, Acme: its Slack, HubSpot and Salesforce run on this machine and speak their real protocols. Nothing leaves this machine. Below: what people see in Slack, and what changes in the CRMs.',
    `App ${appUrl}`,
    `Slack ${servers.slackUrl}, HubSpot ${servers.hubspotUrl}, Salesforce ${servers.salesforceUrl}`,
    ...(logFile === undefined ? [] : [`Log ${logFile}`]),
    ...(interactive
      ? [
          'Try: race 1, then why 1, then claim 2 as cy, then grab 2 in hubspot as bo. help shows everything, quit ends it.',
        ]
      : [
          'There is no prompt here, since the input is no terminal; the control API at /_sandbox/ of each server does the same.',
        ]),
  ];
}
