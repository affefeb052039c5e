// What can be pressed on the message of an incident, by its state. A button carries the incident's id, a choice of the snooze
// menu the days as well.
import type { ActionsBlock, Button } from '@slack/types';
import { actions } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button, staticSelect } from '#blockkit/elements.ts';
import type { Incident } from '../store.ts';

export const INCIDENT_ACTIONS = {
  real: 'incident.real',
  expected: 'incident.expected',
  newNormal: 'incident.new_normal',
  takeBack: 'incident.take_back',
  snooze: 'incident.snooze',
  take: 'incident.take',
  assign: 'incident.assign',
  explain: 'incident.explain',
  records: 'incident.records',
  look: 'incident.look',
} as const;

/** Days that can be chosen in the snooze menu, whose values are `<incident>:<days>`; 0 wakes it. */
const SNOOZE_DAYS = [1, 3, 7] as const;

type Elements = ActionsBlock['elements'];

/**
 * What is said of it, and what is done about it; at most two rows.
 * @param judged false where it is told at a limit, which no new normal moves
 */
export function incidentButtons(incident: Incident, judged: boolean): readonly Block[] {
  const { id, kind } = incident;
  const snooze = goesOn(incident) ? [snoozeMenu(incident)] : [];
  const rows: readonly (readonly [string, Elements])[] =
    kind === 'business'
      ? [
          ['work', workRow(incident)],
          ['verdict', [...verdictRow(incident, judged), ...snooze]],
        ]
      : [['work', [...workRow(incident), ...snooze]]];
  return rows.flatMap(([row, elements]) => (elements.length === 0 ? [] : [actions(elements, `incident-${row}:${id}`)]));
}

/** Shows all of it to whoever presses. */
export function lookButton(id: number): Button {
  return button({ action: INCIDENT_ACTIONS.look, text: 'Look', value: String(id) });
}

function verdictRow(incident: Incident, judged: boolean): Elements {
  const { id, state, verdict } = incident;
  const value = String(id);
  if (verdict !== null) return [button({ action: INCIDENT_ACTIONS.takeBack, text: 'Take back the verdict', value })];
  if (state === 'closed') return [];
  return [
    button({ action: INCIDENT_ACTIONS.real, text: 'Real', value }),
    button({ action: INCIDENT_ACTIONS.expected, text: 'Expected', value }),
    ...(judged && goesOn(incident) ? [button({ action: INCIDENT_ACTIONS.newNormal, text: 'New normal', value })] : []),
  ];
}

function snoozeMenu({ id, snoozedUntil }: Incident): Elements[number] {
  const days = SNOOZE_DAYS.map((many) => {
    return { value: `${id}:${many}`, label: many === 1 ? 'Snooze for a day' : `Snooze for ${many} days` };
  });
  const wake = snoozedUntil === null ? [] : [{ value: `${id}:0`, label: 'Wake it' }];
  return staticSelect({ action: INCIDENT_ACTIONS.snooze, choices: [...wake, ...days], placeholder: 'Snooze' });
}

function workRow(incident: Incident): Elements {
  const { id, kind, state, assignee } = incident;
  const value = String(id);
  const take = button({ action: INCIDENT_ACTIONS.take, text: 'Take it', value, style: 'primary' });
  const assign = button({
    action: INCIDENT_ACTIONS.assign,
    text: assignee === null ? 'Assign' : 'Assign to another',
    value,
  });
  const behind: Elements = [
    button({ action: INCIDENT_ACTIONS.explain, text: 'Explain', value }),
    button({ action: INCIDENT_ACTIONS.records, text: 'Records', value }),
  ];
  return [
    ...(goesOn(incident) && (state === 'open' || assignee === null) ? [take] : []),
    ...(goesOn(incident) ? [assign] : []),
    ...(kind === 'business' ? behind : []),
  ];
}

function goesOn({ state }: Incident): boolean {
  return state === 'open' || state === 'acknowledged';
}
