// What the audit log records of watches, their incidents and the days that people know to be different.
import { audited } from './audited.ts';

const WATCH = 'question, by, channel, sensitivity, direction, threshold, assignee';
const EVENT = 'name, from, to, every_year, metrics, incident';
const COURSE = 'kind, severity, channel, since, metrics';

export const AUDITED_OF_WATCHES = {
  'incident.opened': audited('incident', '', COURSE, 'something unusual is found that belongs to no open incident'),
  'incident.worsened': audited('incident', 'severity, metrics', 'severity, metrics', 'an open incident becomes worse'),
  'incident.recovered': audited('incident', 'state', 'state, on', 'all of its numbers are as expected again'),
  'incident.closed': audited(
    'incident',
    'state',
    'state, because',
    'a verdict ends it, or nothing watches it any more',
  ),
  'incident.acknowledged': audited('incident', 'state', 'state, assignee', 'somebody takes it'),
  'incident.assigned': audited('incident', 'assignee', 'assignee', 'it is given to somebody'),
  'incident.judged': audited(
    'incident',
    'verdict, state',
    'verdict, state, event',
    'somebody says what it was, or takes that back',
  ),
  'incident.snoozed': audited('incident', 'until', 'until', 'it is to say nothing for a while, or may speak again'),
  'incident.digested': audited('incident', '', 'channel', 'its channel was told enough, so it goes into the digest'),
  'watch.asked': audited('watch', '', WATCH, 'somebody has a number watched'),
  'watch.ended': audited('watch', WATCH, '', 'somebody ends that'),
  'watch.calibrated': audited('watch', 'shift', 'shift, because', 'verdicts teach it, or it starts over'),
  'event.added': audited('event', '', EVENT, 'somebody names days that are different'),
  'event.ended': audited('event', EVENT, '', 'somebody takes that back'),
} as const;
