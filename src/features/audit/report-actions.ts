// What the audit log records of reports: those of the playbook, and the questions that people follow.
import { audited } from './audited.ts';

export const AUDITED_OF_REPORTS = {
  'report.sent': audited('report', '', 'channel, ts', 'a report is posted'),
  'report.skipped': audited('report', '', 'because', 'it is left out, because the data is not ready'),
  'report.failed': audited('report', '', 'because', 'no channel can take it'),
  'report.followed': audited(
    'report',
    '',
    'question, cron, timezone, channel',
    'somebody has a question answered at set times',
  ),
  'report.ended': audited('report', 'question, cron, timezone, channel', '', 'somebody ends that'),
} as const;
