// Made-up signals, findings and looks of watches.
import type { Finding } from '#features/anomalies/incident-groups.ts';
import type { Evaluation, Incident, Signal } from '#features/anomalies/store.ts';

export function aSignal(over: Partial<Signal> = {}): Signal {
  return {
    watch: 'watch:1',
    series: '',
    metric: 'mqls',
    day: '2026-03-04',
    value: 50,
    expected: 100,
    low: 80,
    high: 120,
    probability: 1e-6,
    direction: 'down',
    ...over,
  };
}

/** A finding; what `over` says of the signal goes into it. */
export function aFinding(over: Partial<Omit<Finding, 'signal'>> & { readonly signal?: Partial<Signal> } = {}): Finding {
  const signal = aSignal(over.signal);
  return {
    kind: 'business',
    channelName: 'ops',
    since: signal.day,
    causes: [],
    everywhere: false,
    fault: null,
    upIsGood: true,
    ...over,
    signal,
  };
}

export function anIncident(over: Partial<Incident> = {}): Incident {
  const at = new Date('2026-03-05T02:00:00Z');
  return {
    id: 1,
    state: 'open',
    kind: 'business',
    severity: 'medium',
    channelName: 'ops',
    since: '2026-03-04',
    openedAt: at,
    changedAt: at,
    endedAt: null,
    signals: [aSignal()],
    causes: [],
    everywhere: false,
    fault: null,
    nearby: [],
    assignee: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    snoozedUntil: null,
    verdict: null,
    judgedBy: null,
    told: null,
    digested: false,
    remindedAt: null,
    card: null,
    version: 1,
    ...over,
  };
}

/** A look within the band. */
export function aLook(over: Partial<Evaluation> = {}): Evaluation {
  return {
    watch: 'watch:1',
    series: '',
    day: '2026-03-05',
    look: 1,
    value: 100,
    numerator: null,
    denominator: null,
    expected: 100,
    low: 80,
    high: 120,
    probability: 0.6,
    score: 0.04,
    direction: 'down',
    because: 'value',
    since: null,
    flagged: false,
    state: 'judged',
    evaluatedAt: new Date('2026-03-06T02:00:00Z'),
    ...over,
  };
}
