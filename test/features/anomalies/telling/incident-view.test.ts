import { describe, expect, it } from 'vitest';
import { uploadedImage } from '#blockkit/charts.ts';
import { digestMessage } from '#features/anomalies/telling/digest-view.ts';
import { INCIDENT_ACTIONS } from '#features/anomalies/telling/incident-actions.ts';
import type { IncidentData } from '#features/anomalies/telling/incident-data.ts';
import { incidentMessage, overtakenMessage } from '#features/anomalies/telling/incident-view.ts';
import { latestSignals, nameOf } from '#features/anomalies/telling/incident-words.ts';
import { termsOf } from '#features/anomalies/telling/terms.ts';
import type { Incident } from '#features/anomalies/store.ts';
import { ChannelId } from '#kernel/ids.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aPerson } from '../../../support/builders.ts';
import { anIncident, aSignal } from '../../../support/incident-builder.ts';
import { actionsIn, buttonValueIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../../support/slack-shape.ts';
import { fallOfMqls, HEALTHY } from '../../../support/telling-house.ts';

const terms = termsOf(aPlaybook());
const ana = aPerson('Ana').id;
const at = new Date('2026-11-18T09:30:00Z');

function theData(over: Partial<Incident> = {}, more: Partial<IncidentData> = {}): IncidentData {
  const incident = { ...fallOfMqls('watch:1'), ...over };
  const numbers = latestSignals(incident).map((signal) => {
    const term = terms.term(signal);
    return { signal, term, name: nameOf(signal, term), slice: {}, series: null, watch: null, limit: null, span: null };
  });
  return { incident, terms, numbers, looks: [], systems: [HEALTHY], ...more };
}

function said(data: IncidentData, chart?: Parameters<typeof incidentMessage>[1]): string {
  const message = incidentMessage(data, chart);
  expectAccepted(message);
  return textIn(message.blocks);
}

const actionsOf = (over: Partial<Incident>) => actionsIn(incidentMessage(theData(over)).blocks);

describe('The message of an incident', () => {
  it('says what is, by how much, how often chance does that, and what explains it', () => {
    const words = said(theData());
    expect(words).toContain(':red_circle: *High*  ·  open  ·  #1');
    expect(words).toContain('*MQLs fell to 22 on Tuesday 17 Nov: 64 expected (48 to 81)*');
    expect(words).toContain('▼ 66%  ·  chance alone does this about once in 9 years for this number');
    expect(words).toContain('*What explains it:* *71% of the fall is source = Web*');
  });

  it('says in a notification what is unusual', () => {
    expect(incidentMessage(theData()).text).toBe('High: MQLs fell to 22 on Tuesday 17 Nov: 64 expected (48 to 81)');
  });

  it('says since when it has been going on', () => {
    expect(said(theData({ since: '2026-11-12' }))).toContain('since Thursday 12 Nov');
  });

  it('says that no slice explains it', () => {
    expect(said(theData({ causes: [], everywhere: true }))).toContain('no slice alone; everything changed alike');
  });

  it('does not explain a slice by itself', () => {
    const data = theData();
    const numbers = data.numbers.map((told) => ({ ...told, slice: { source: 'Web' } }));
    expect(said({ ...data, numbers })).toContain('*What explains it:* *all of source = Web; no part of it stands out*');
    const deeper = { ...data.incident, causes: [{ dims: { source: 'Web', country: 'DE' }, share: 0.9 }] };
    expect(said({ ...data, incident: deeper, numbers })).toContain(
      '*90% of the fall is source = Web and country = DE*',
    );
  });

  it('lists what else fits, further numbers, and what happened nearby', () => {
    const data = theData({
      causes: [
        { dims: { source: 'Web' }, share: 0.71 },
        { dims: { country: 'DE' }, share: 0.4 },
      ],
      signals: [
        aSignal({ day: '2026-11-17' }),
        aSignal({ day: '2026-11-17', watch: 'watch:2', metric: 'leads', probability: 1e-3 }),
      ],
      nearby: ['Campaign “Spring” on 16 Nov', 'Playbook changed by Mia on 17 Nov'],
    });
    const words = said(data);
    expect(words).toContain('•  fits less well: 40% of the fall is country = DE');
    expect(words).toContain('*With it:* Leads: 50, 100 expected  ▼ 50%');
    expect(words).toContain('*Nearby, a hint and no proof*\n•  Campaign “Spring” on 16 Nov');
  });

  it('tells good news as such', () => {
    const data = theData({
      signals: [aSignal({ day: '2026-11-17', value: 130, direction: 'up' })],
      severity: 'medium',
      causes: [],
    });
    expect(said(data)).toContain(':large_green_circle: *Good news*');
    expect(incidentMessage(data).text).toMatch(/^Good news: MQLs rose to 130/u);
  });

  it('says how fresh the data is, in the organization’s zone', () => {
    expect(said(theData())).toContain('Data as of: HubSpot 18 Nov 08:58 (Europe/Berlin)');
  });

  it('shows its chart, or says why it is missing', () => {
    const image = uploadedImage('F1', 'MQLs');
    expect(incidentMessage(theData(), image).blocks).toContainEqual(image);
    expect(said(theData(), { refused: 'Slack has not taken the image.' })).toContain(
      'The chart is missing: Slack has not taken the image.',
    );
  });

  it('is taken by Slack however long and hostile its parts are', () => {
    for (const text of [HOSTILE, ENDLESS]) {
      const signals = Array.from({ length: 40 }, (_, index) =>
        aSignal({ day: '2026-11-17', watch: `watch:${index}`, series: text }),
      );
      const causes = [1, 2, 3, 4].map(() => ({ dims: { source: text, country: text }, share: 0.4 }));
      const nearby = [text, text, text, text, text];
      for (const kind of ['business', 'data', 'own'] as const) {
        const words = said(theData({ kind, signals, causes, nearby, fault: kind === 'business' ? null : text }));
        expect(words).not.toContain('<!channel>');
      }
    }
  });
});

describe('A data fault', () => {
  const fault = 'Reading HubSpot has been failing for 3 h';
  const failing = { ...HEALTHY, failingSince: new Date('2026-11-18T05:00:00Z') };

  it('says what is missing, and that no alarm is raised meanwhile', () => {
    const words = said(theData({ kind: 'data', severity: 'medium', fault, causes: [] }, { systems: [failing] }));
    expect(words).toContain(':warning: *Data fault*');
    expect(words).toContain(`*${fault}*`);
    expect(words).toContain('What HubSpot knows since 18 Nov 08:58 is missing.');
    expect(words).toContain(
      'Numbers that rest on it are not whole: MQLs. No business alarm is raised of them meanwhile.',
    );
    expect(words).not.toContain('chance alone');
  });

  it('says that it is over', () => {
    const words = said(theData({ kind: 'data', state: 'recovered', endedAt: at, fault, causes: [] }));
    expect(words).toContain(':white_check_mark: *Data fault*  ·  recovered');
    expect(words).toContain('What was missing is there again, for MQLs.');
  });
});

describe('Where it stands', () => {
  it.each([
    { when: 'nobody has it', over: {}, says: 'Nobody has taken it yet' },
    { when: 'somebody is asked', over: { assignee: ana }, says: 'Assigned to <@U0ANA>, who has not taken it yet' },
    {
      when: 'somebody has it',
      over: { state: 'acknowledged' as const, assignee: ana, acknowledgedBy: ana, acknowledgedAt: at },
      says: 'Taken by <@U0ANA> <!date',
    },
    {
      when: 'somebody has only seen it',
      over: { state: 'acknowledged' as const, acknowledgedBy: ana, acknowledgedAt: null },
      says: 'Seen by <@U0ANA>, nobody has taken it',
    },
    { when: 'it is snoozed', over: { snoozedUntil: at }, says: 'Snoozed until <!date' },
    { when: 'it is real', over: { verdict: 'real' as const, judgedBy: ana }, says: 'Real, as judged by <@U0ANA>' },
    {
      when: 'it was expected',
      over: { state: 'closed' as const, endedAt: at, verdict: 'expected' as const, judgedBy: ana },
      says: 'Expected, as judged by <@U0ANA>',
    },
    { when: 'it is over', over: { state: 'recovered' as const, endedAt: at }, says: 'Recovered <!date' },
  ])('is said, where $when', ({ over, says }) => {
    expect(said(theData(over))).toContain(says);
  });

  const { real, expected, newNormal, takeBack, snooze, take, assign, explain, records } = INCIDENT_ACTIONS;
  it.each([
    { when: 'open', over: {}, can: [take, assign, explain, records, real, expected, newNormal, snooze] },
    {
      when: 'taken',
      over: { state: 'acknowledged' as const, acknowledgedBy: ana, assignee: ana },
      can: [assign, explain, records, real, expected, newNormal, snooze],
    },
    {
      when: 'known and nobody’s',
      over: { state: 'acknowledged' as const, acknowledgedBy: ana },
      can: [take, assign, explain, records, real, expected, newNormal, snooze],
    },
    {
      when: 'judged and open',
      over: { verdict: 'real' as const, judgedBy: ana },
      can: [take, assign, explain, records, takeBack, snooze],
    },
    { when: 'recovered', over: { state: 'recovered' as const }, can: [explain, records, real, expected] },
    {
      when: 'closed by a verdict',
      over: { state: 'closed' as const, verdict: 'expected' as const },
      can: [explain, records, takeBack],
    },
    { when: 'closed without one', over: { state: 'closed' as const }, can: [explain, records] },
    { when: 'one of data', over: { kind: 'data' as const, fault: 'x' }, can: [take, assign, snooze] },
  ])('decides what can be done, where it is $when', ({ over, can }) => {
    expect(actionsOf(over)).toEqual(can);
  });

  it('gives each button the incident', () => {
    const { blocks } = incidentMessage(theData({ id: 12, snoozedUntil: at }));
    expect(buttonValueIn(blocks, take)).toBe('12');
    expect(JSON.stringify(blocks)).toContain('"value":"12:0"');
    expect(JSON.stringify(blocks)).toContain('"value":"12:3"');
  });

  it('offers no new normal for a limit', () => {
    const data = theData();
    const limited = data.numbers.map((told) => ({ ...told, limit: { kind: 'below', value: 40 } as const }));
    const { blocks } = incidentMessage({ ...data, numbers: limited });
    expect(actionsIn(blocks)).not.toContain(newNormal);
    expect(textIn(blocks)).not.toContain('chance alone');
  });
});

describe('A message that is told anew', () => {
  it('points to the newer one', () => {
    const anew = { channel: ChannelId.parse('C0GROWTH'), ts: '1700000000.000002' };
    const message = overtakenMessage(theData(), anew);
    expectAccepted(message);
    expect(textIn(message.blocks)).toContain('<https://slack.com/archives/C0GROWTH/p1700000000000002|below>');
    expect(actionsIn(message.blocks)).toEqual([]);
  });
});

describe('The digest of a channel', () => {
  it('has a line an incident with a button that shows it', () => {
    const message = digestMessage(
      [theData({ id: 7 }), theData({ id: 8, kind: 'data', fault: 'x' })],
      '2026-11-18',
      'UTC',
    );
    expectAccepted(message);
    const words = textIn(message.blocks);
    expect(words).toContain('*2 more things are unusual, Wednesday 18 Nov*');
    expect(words).toContain(':red_circle: *MQLs fell to 22 on Tuesday 17 Nov: 64 expected (48 to 81)*');
    expect(words).toContain('#7  ·  ▼ 66%  ·  71% of the fall is source = Web');
    expect(buttonValueIn(message.blocks, INCIDENT_ACTIONS.look)).toBe('78');
  });

  it('is taken by Slack however many there are', () => {
    const many = Array.from({ length: 60 }, (_, id) =>
      theData({ id, causes: [{ dims: { source: ENDLESS }, share: 1 }] }),
    );
    const message = digestMessage(many, '2026-11-18', 'UTC');
    expectAccepted(message);
    expect(textIn(message.blocks)).toContain('and 35 more: /kpi incidents');
  });
});

describe('An incident of Signalbox itself', () => {
  it('says what is wrong in its own words', () => {
    const fault = 'Three leads were not claimed in time. Look at `/lead` and their channel.';
    const words = said(theData({ ...anIncident(), kind: 'own', fault, severity: 'medium' }));
    expect(words).toContain(':warning: *Signalbox itself, medium*');
    expect(words).toContain('*Three leads were not claimed in time*\nLook at `/lead` and their channel.');
  });
});
