// `/kpi report`: what is sent when, what was sent, a look ahead, and the end of what somebody follows.
import { context, section } from '#blockkit/blocks.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { note } from '#features/answering/note.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import { nextRun } from '#features/playbook/cron.ts';
import type { Message } from '#ports/messenger.ts';
import { composeDigest } from './compose-digest.ts';
import type { ReportDesk } from './desk.ts';
import { digestMessage } from './digest-view.ts';
import { endFollow } from './follow-question.ts';
import { reportsOf } from './report.ts';
import type { Report } from './report.ts';
import type { ReportRun } from './store.ts';

const REPORT_HELP = [
  '/kpi report: reports, what you follow, and when each comes next',
  '/kpi report preview NAME: what it would say now',
  '/kpi report history [NAME]: what was sent, left out or failed',
  '/kpi report end NUMBER: no longer follow a question',
].join('\n');

const SHOWN = 20;

/** @param text what stands after `/kpi report` */
export async function answerReportCommand(desk: ReportDesk, turn: Turn, text: string): Promise<Message> {
  const [verb = '', ...words] = text.trim().split(/\s+/u);
  const rest = words.join(' ');
  switch (verb.toLowerCase()) {
    case '':
    case 'list':
      return listReports(desk, turn);
    case 'preview':
      return previewReport(desk, turn, rest);
    case 'history':
      return showHistory(desk, turn, rest);
    case 'end':
      return end(desk, turn, rest);
    default:
      return note(REPORT_HELP);
  }
}

/** The playbook's, and one's own: what others follow is theirs, except to ops. */
async function seenBy({ playbook, stores }: ReportDesk, { by }: Turn): Promise<readonly Report[]> {
  const active = playbook().playbook;
  const all = reportsOf(active, await stores.reports.follows());
  const everything = isOps(active, by);
  return all.filter(({ followedBy }) => followedBy === null || followedBy === by.id || everything);
}

async function listReports(desk: ReportDesk, turn: Turn): Promise<Message> {
  const reports = await seenBy(desk, turn);
  if (reports.length === 0) {
    return note('No report is scheduled. Follow an answer of /kpi, or have ops write reports: in the playbook.');
  }
  const now = desk.clock.now();
  const lines = reports.slice(0, SHOWN).map((report) => {
    const next = nextRun(report.cron, report.zone, now);
    const when = next === null ? 'never again' : dateIn(next, report.zone);
    return section(join([bold(titleOf(report)), escape(`Next ${when}. ${whereTo(report)}`)]));
  });
  const more = reports.length - lines.length;
  return {
    text: `${reports.length} reports`,
    blocks: [...lines, ...(more > 0 ? [context([escape(`and ${more} more`)])] : [])],
  };
}

async function previewReport(desk: ReportDesk, turn: Turn, name: string): Promise<Message> {
  const report = await reportNamed(desk, turn, name);
  if (report === null) return unknown(desk, turn, name);
  return digestMessage(await composeDigest(desk.asking, report, desk.clock.now()), null);
}

async function showHistory(desk: ReportDesk, turn: Turn, name: string): Promise<Message> {
  const seen = await seenBy(desk, turn);
  const report = name === '' ? null : await reportNamed(desk, turn, name);
  if (name !== '' && report === null) return unknown(desk, turn, name);
  const keys = new Map(seen.map((one) => [one.key, one]));
  const runs = (await desk.stores.reports.history(report?.key ?? null, 100)).filter((run) => keys.has(run.report));
  if (runs.length === 0) return note('Nothing has been due so far.');
  const lines = runs.slice(0, SHOWN).map((run) => runLine(run, keys.get(run.report)));
  return { text: `${runs.length} reports`, blocks: [section(join(lines))] };
}

function runLine(run: ReportRun, report: Report | undefined): Mrkdwn {
  const zone = report?.zone ?? 'UTC';
  const noted = run.note === null ? '' : `: ${run.note}`;
  const name = report === undefined ? run.report : titleOf(report);
  return md`${escape(dateIn(run.dueAt, zone))} ${bold(name, 80)} ${escape(`${STATES[run.state]}${noted}`, 200)}`;
}

const STATES = {
  begun: 'began',
  waiting: 'is being sent',
  sent: 'sent',
  skipped: 'left out',
  failed: 'failed',
} as const;

async function end(desk: ReportDesk, turn: Turn, typed: string): Promise<Message> {
  const id = Number(typed.replace(/^#/u, ''));
  if (!Number.isInteger(id) || id < 1) return note('Which one? /kpi report lists the numbers of what you follow.');
  const outcome = await endFollow(desk, turn, { id, anybodys: isOps(desk.playbook().playbook, turn.by) });
  switch (outcome) {
    case 'ended':
      return note(`#${id} is not sent any more.`);
    case 'not_yours':
      return note(`#${id} is followed by somebody else: they or ops can end it.`);
    case 'unknown':
      return note(`Nobody follows anything by the number ${id}.`);
  }
}

async function reportNamed(desk: ReportDesk, turn: Turn, name: string): Promise<Report | null> {
  const wanted = name.toLowerCase().replace(/^#/u, '');
  const all = await seenBy(desk, turn);
  return all.find((one) => one.name.toLowerCase() === wanted || one.key === `follow:${wanted}`) ?? null;
}

async function unknown(desk: ReportDesk, turn: Turn, name: string): Promise<Message> {
  const names = (await seenBy(desk, turn)).map(titleOf);
  if (names.length === 0) return listReports(desk, turn);
  return note(`There is no report “${name}”. There are: ${names.join(', ')}`);
}

/** A followed question by its number, as `end` and `preview` take it. */
function titleOf({ key, name, followedBy }: Report): string {
  return followedBy === null ? name : `#${key.slice('follow:'.length)} ${name}`;
}

function whereTo({ channel, followedBy, people }: Report): string {
  const copies =
    people.length === 0 ? '' : `, and to ${people.length === 1 ? 'one person' : `${people.length} people`}`;
  if (followedBy !== null && channel === followedBy) return 'As a direct message.';
  return `In ${channel.startsWith('#') ? channel : 'the channel where it was asked for'}${copies}.`;
}

function dateIn(at: Date, zone: string): string {
  const written = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
  return `${written.format(at)} (${zone})`;
}
