import { describe, expect, it } from 'vitest';
import type { HomeData } from '#features/home/home-data.ts';
import { renderHome } from '#features/home/home-view.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import { termsOf } from '#features/anomalies/telling/terms.ts';
import type { IncidentData } from '#features/anomalies/telling/incident-data.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { aCardLine, aCardOf, anApproval, aPolicy, aSeat, carl, nora, vera } from '../../support/approval-builder.ts';
import { anIncident } from '../../support/incident-builder.ts';
import { noon } from '../../support/lead-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { actionsIn, ENDLESS, expectViewAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const none = { shown: [], total: 0 };

function aHome(over: Partial<HomeData> = {}): HomeData {
  return {
    person: nora.id,
    waiting: none,
    small: none,
    workItems: none,
    incidents: { all: false, watched: true, shown: [], total: 0 },
    mine: none,
    ended: [],
    away: [],
    standsIn: [],
    names: new Map([[carl.id, 'Carl']]),
    zone: 'Europe/Berlin',
    now: noon,
    ...over,
  };
}

function aWorkItem(over: Partial<WorkItem> = {}): WorkItem {
  return {
    crm: 'salesforce',
    id: '04i1',
    process: 'Discount approval',
    object: 'Opportunity',
    recordId: '0061',
    recordName: 'Globex renewal',
    actorId: '0051',
    person: nora.id,
    submittedBy: 'Ana Ruiz',
    submittedAt: noon,
    details: [{ label: 'Discount', value: '22 %' }],
    state: 'pending',
    comment: null,
    decidedBy: null,
    decidedIn: null,
    decidedAt: null,
    notice: null,
    card: null,
    ...over,
  };
}

function anEndlessIncident(): IncidentData {
  const incident = anIncident({ kind: 'data', fault: `${HOSTILE} ${ENDLESS}` });
  return { incident, terms: termsOf(aPlaybook()), numbers: [], looks: [], systems: [] };
}

function shown(over: Partial<HomeData>): string {
  const view = renderHome(aHome(over));
  expectViewAccepted(view);
  return textIn(view.blocks);
}

const all = <T>(items: readonly T[], total = items.length) => ({ shown: items, total });

describe('the Home tab', () => {
  it('says what would be there where nothing is', () => {
    const text = shown({});
    expect(text).toContain('*Nothing waits for you.*');
    expect(text).toContain('You have asked for nothing lately.');
    expect(text).toContain('Nobody decides for you.');
    expect(actionsIn(renderHome(aHome()).blocks)).toEqual(['home.delegate']);
  });

  it('begins with what waits for its reader, with what it is about and the buttons right there', () => {
    const changed = [aCardLine('Budget', '€25,000.00', '€20,000.00'), aCardLine('Days', '2 to 27 March')];
    const waiting = all([aCardOf(anApproval({ revision: 2 }), { lines: changed }), aCardOf(anApproval({ id: 13 }))]);
    const text = shown({ waiting });
    expect(text).toMatch(/^Waiting for you\n2 decisions, the first by <!date/u);
    expect(text).toContain('*Launch of 2026-03-webinar-spring*  ·  A-12');
    expect(text).toContain(':pencil2: Budget: ~€20,000.00~ → *€25,000.00*');
    expect(text).toContain('Budget: €25,000.00  ·  Days: 2 to 27 March 2026');
    expect(actionsIn(renderHome(aHome({ waiting })).blocks).slice(0, 4)).toEqual([
      'home.approve',
      'approvals.reject',
      'approvals.request_changes',
      'approvals.details',
    ]);
  });

  it('says for whom somebody decides', () => {
    const approval = anApproval({ seats: [aSeat(nora, { seat: carl.id, kind: 'delegate' })] });
    expect(shown({ waiting: all([aCardOf(approval)]) })).toContain('Asked by <@U0ZOE>, for <@U0CARL>');
  });

  it('has small ones to tick, ten a block, with one button for all and a look at each', () => {
    const policy = aPolicy({ name: 'small', bulk: true });
    const cards = Array.from({ length: 12 }, (_, index) => aCardOf(anApproval({ id: index + 1, policy })));
    const view = renderHome(aHome({ small: all(cards, 30) }));
    expectViewAccepted(view);
    const boxes = JSON.stringify(view.blocks);
    expect(boxes.match(/"checkboxes"/gu)).toHaveLength(2);
    expect(boxes).toContain('"value":"12:1"');
    expect(textIn(view.blocks)).toContain('€25,000.00, 2 to 27 March 2026');
    expect(actionsIn(view.blocks)).toEqual(expect.arrayContaining(['home.approve_selected', 'home.look']));
    expect(textIn(view.blocks)).toContain('18 more small ones follow');
  });

  it('has what Salesforce asks, with the buttons of its cards', () => {
    const view = renderHome(aHome({ workItems: all([aWorkItem(), aWorkItem({ id: '04i2', state: 'deciding' })]) }));
    expectViewAccepted(view);
    expect(textIn(view.blocks)).toContain('*Globex renewal*  ·  Opportunity');
    expect(textIn(view.blocks)).toContain('Discount: 22 %');
    expect(textIn(view.blocks)).toContain('Salesforce is being told');
    expect(actionsIn(view.blocks).filter((action) => action === 'workitems.approve')).toHaveLength(1);
  });

  it('shows what its reader asked for, how far it is and what became of it', () => {
    const mine = all([
      aCardOf(anApproval()),
      aCardOf(anApproval({ id: 13, state: 'changes_requested', because: 'smaller, please' })),
    ]);
    const ended = [anApproval({ id: 9, state: 'rejected', endedAt: noon, title: 'Launch of winter' })];
    const text = shown({ mine, ended });
    expect(text).toContain('◐ *Marketing* 0 of 1   →   ○ *Finance* 0 of 2');
    expect(text).toContain('*Sent back for changes*: “smaller, please”');
    expect(text).toMatch(/:no_entry: Rejected <!date.*: Launch of winter {2}· {2}A-9/u);
  });

  it('says who decides for whom, and until when', () => {
    const days = { startsAt: after(noon, -DAY_MS), endsAt: after(noon, DAY_MS), createdBy: nora.id };
    const later = { startsAt: after(noon, DAY_MS), endsAt: after(noon, 2 * DAY_MS), createdBy: nora.id };
    const text = shown({
      away: [
        { id: 4, from: nora.id, to: vera.id, ...days },
        { id: 5, from: nora.id, to: vera.id, ...later },
      ],
      standsIn: [{ id: 6, from: carl.id, to: nora.id, ...days }],
    });
    expect(text).toMatch(/<@U0VERA> decides for you until <!date/u);
    expect(text).toMatch(/<@U0VERA> will decide for you from <!date.* until <!date/u);
    expect(text).toContain('You decide for Carl until');
    expect(text).toContain('End it now');
  });

  it('stays below a hundred blocks and pings nobody, whatever there is', () => {
    const lines = Array.from({ length: 50 }, (_, index) => aCardLine(`${HOSTILE}${index}`, ENDLESS, ENDLESS));
    const cards = (count: number, from: number, bulk = false) =>
      Array.from({ length: count }, (_, index) =>
        aCardOf(
          anApproval({ id: from + index, title: `${HOSTILE} ${ENDLESS}`, because: ENDLESS, policy: aPolicy({ bulk }) }),
          { lines },
        ),
      );
    const item = aWorkItem({ recordName: `${HOSTILE} ${ENDLESS}`, process: ENDLESS, submittedBy: HOSTILE });
    const everything = {
      waiting: all(cards(10, 1), 200),
      small: all(cards(20, 100, true), 200),
      workItems: all(
        Array.from({ length: 8 }, (_, index) => ({ ...item, id: `04i${index}` })),
        200,
      ),
      incidents: { all: true, watched: true, shown: Array.from({ length: 6 }, anEndlessIncident), total: 200 },
      mine: all(cards(8, 200), 200),
      ended: cards(5, 300).map(({ approval }) => approval),
      away: Array.from({ length: 3 }, (_, id) => ({
        id,
        from: nora.id,
        to: vera.id,
        startsAt: noon,
        endsAt: after(noon, DAY_MS),
        createdBy: nora.id,
      })),
    };
    expect(shown(everything)).toContain('190 more wait for you');
    expect(shown(everything)).toContain('194 more are open');
    // Plain text pings nobody: the labels of the boxes are plain.
    expect(JSON.stringify(renderHome(aHome(everything)))).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/u);
  });
});
