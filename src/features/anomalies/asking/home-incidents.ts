// Incidents on somebody's Home tab: ops see all that are open, everybody else those that are theirs.
import { actions, context, header, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { isOps } from '#features/people/roles.ts';
import type { WatchTx } from '../desk.ts';
import { INCIDENT_ACTIONS, lookButton } from '../telling/incident-actions.ts';
import { loadIncidents } from '../telling/incident-data.ts';
import type { IncidentData, LoadDeps } from '../telling/incident-data.ts';
import { gravestFirst } from './gravest-first.ts';
import { incidentEntry } from './incident-line.ts';

export interface HomeIncidents {
  /** Whether they are everybody's. */
  readonly all: boolean;
  /** Whether anything is watched, so that silence means something. */
  readonly watched: boolean;
  readonly shown: readonly IncidentData[];
  readonly total: number;
}

/** With two blocks each of the hundred of a Home tab. */
const SHOWN = 6;

export async function loadHomeIncidents<Tx extends WatchTx>(
  desk: LoadDeps<Tx>,
  person: SlackUserId,
): Promise<HomeIncidents> {
  const { stores, playbook } = desk;
  const inForce = playbook().playbook;
  const [open, asked, known] = await Promise.all([
    stores.incidents.open(),
    stores.watches.asked(),
    stores.directory.person(person),
  ]);
  const all = known !== null && isOps(inForce, known);
  const own = open
    .filter(({ assignee, channelName }) => all || assignee === person || channelName === person)
    .toSorted(gravestFirst);
  return {
    all,
    watched: asked.length > 0 || inForce.watches.length > 0,
    shown: await loadIncidents(desk, own.slice(0, SHOWN)),
    total: own.length,
  };
}

/** Whoever has none and is not ops has no such part. */
export function homeIncidentBlocks({ all, watched, shown, total }: HomeIncidents): readonly Block[] {
  if (total === 0) return all ? [header('Incidents'), section(escape(watched ? CALM : UNWATCHED))] : [];
  const hidden = total - shown.length;
  const more = hidden === 1 ? '1 more is open' : `${hidden} more are open`;
  return [
    header(all ? 'Incidents' : 'Your incidents'),
    ...shown.flatMap(incidentBlocks),
    ...(hidden > 0 ? [context([escape(`${more}: /kpi incidents has them all.`)])] : []),
  ];
}

const CALM = 'Nothing is unusual right now. What a watch finds shows up here until it is over.';
const UNWATCHED = 'Nothing is watched yet: /kpi alert leads, or watches: in the playbook.';

function incidentBlocks(data: IncidentData): readonly Block[] {
  const { incident } = data;
  const value = String(incident.id);
  const take = button({ action: INCIDENT_ACTIONS.take, text: 'Take it', value, style: 'primary' });
  return [
    section(incidentEntry(data)),
    actions([...(incident.state === 'open' || incident.assignee === null ? [take] : []), lookButton(incident.id)]),
  ];
}
