// Everything about a request in one modal: what is asked, who decides, every decision and revision. Pure.
import type { ModalView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, modal, section } from '#blockkit/blocks.ts';
import { bold, dateTime, escape, join, link, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { spanText } from '#kernel/time.ts';
import type { ApproverSpec, Quorum } from '#features/playbook/approvals.ts';
import { approvalKey } from './approval.ts';
import type { Approval, StepSnapshot } from './approval.ts';
import { detailedButtons } from './card-actions.ts';
import type { ApprovalCardData, CardLine } from './card-data.ts';
import { changeLine } from './card-view.ts';
import { deadlineLine, outcomeLine, requesterWords, STATE_WORDS, voteLine } from './card-words.ts';
import { openSeatsOf, stepsOf } from './progress.ts';
import type { StepView } from './progress.ts';
import type { RevisionRecord, VoteRecord } from './store.ts';

export interface Details extends ApprovalCardData {
  readonly revisions: readonly RevisionRecord[];
  /** Of all revisions, with those that were taken back. */
  readonly allVotes: readonly VoteRecord[];
}

const LINES_MAX = 40;
const VOTES_MAX = 40;
/** Mrkdwn of one section. */
const SECTION_MAX = 2_900;

/** Everything about a request; with the buttons for somebody who may decide it. */
export function detailsModal(details: Details, reader: SlackUserId): ModalView {
  const { approval } = details;
  const asked = openSeatsOf(approval, reader).length > 0;
  return modal({
    title: `${approvalKey(approval.id)} in detail`,
    blocks: [
      section(md`${bold(approval.title, 300)}\n${standing(details)}`),
      ...(asked ? [actions(detailedButtons(approval))] : []),
      ...sections('What is asked', details.lines.slice(0, LINES_MAX).map(lineWords)),
      ...sections(`Who decides: ${approval.policy.name}`, stepWords(approval)),
      ...sections('Decisions', decisionWords(details)),
      ...(approval.revision > 1 ? sections('Revisions', revisionWords(details)) : []),
      ...(details.links.length > 0
        ? [
            context([
              join(
                details.links.map(({ url, label }) => link(url, label)),
                '  ·  ',
              ),
            ]),
          ]
        : []),
      context([timesWords(approval)]),
    ],
  });
}

function standing(details: Details): Mrkdwn {
  const { approval, zone } = details;
  const asked = md`Asked by ${requesterWords(approval)}, ${dateTime(approval.requestedAt, zone)}`;
  return approval.state === 'pending'
    ? join([md`*${escape(STATE_WORDS.pending)}*`, asked, deadlineLine(details)])
    : join([outcomeLine(details), asked]);
}

function lineWords(line: CardLine): Mrkdwn {
  if (line.before !== null) return changeLine(line);
  return md`${escape(line.label, 80)}: ${bold(line.value, 500) || escape('none')}`;
}

function stepWords(approval: Approval): readonly Mrkdwn[] {
  return stepsOf(approval).map((step) => {
    const snapshot = approval.policy.steps[step.index];
    const who =
      snapshot === undefined ? '' : `${quorumWords(snapshot)} ${snapshot.approvers.map(specWords).join(', ')}`;
    return join([md`*${escape(step.label, 80)}*: ${escape(who, 500)}`, md`    ${statusWords(step)}`]);
  });
}

function statusWords({ status, yes, needed, asked }: StepView): Mrkdwn {
  const count = needed === null ? '' : `${yes} of ${needed} approved`;
  if (status === 'waiting') return escape('Not open yet');
  if (status === 'done') return escape(`Done: ${count}`);
  const shown = asked
    .slice(0, 20)
    .map(({ person, seat }) => (person === seat ? mention(person) : md`${mention(person)} for ${mention(seat)}`));
  const hidden = asked.length - shown.length;
  const people = join([...shown, ...(hidden > 0 ? [escape(`${hidden} more`)] : [])], ', ');
  return asked.length === 0 ? escape(`Open: ${count}`) : md`Open: ${escape(count)}, asked: ${people}`;
}

function quorumWords({ quorum, approvers }: StepSnapshot): string {
  const words: Readonly<Record<Exclude<Quorum['kind'], 'count'>, string>> = {
    any: 'any of',
    all: 'all of',
    majority: 'a majority of',
  };
  if (quorum.kind === 'count') return `${quorum.count} of`;
  return approvers.length === 1 && approvers[0]?.kind === 'person' ? '' : words[quorum.kind];
}

function specWords(spec: ApproverSpec): string {
  switch (spec.kind) {
    case 'person':
      return spec.email;
    case 'group':
      return `the group ${spec.handle}`;
    case 'role':
      return `the role ${spec.role}`;
    case 'field':
      return `whoever is ${spec.path}`;
    case 'manager_of':
      return spec.path === null ? 'the manager of whoever asks' : `the manager of ${spec.path}`;
  }
}

function decisionWords({ allVotes, zone }: Details): readonly Mrkdwn[] {
  if (allVotes.length === 0) return [escape('Nobody has decided yet.')];
  return allVotes.slice(-VOTES_MAX).map((vote) => {
    const words = md`Revision ${vote.revision}: ${voteLine(vote, zone)}`;
    return vote.recalledAt === null ? words : md`${words} (taken back ${dateTime(vote.recalledAt, zone)})`;
  });
}

function revisionWords({ revisions, zone }: Details): readonly Mrkdwn[] {
  return revisions.map(({ revision, askedBy, askedAt, outcome }) => {
    const by = askedBy === null ? escape('') : md` by ${mention(askedBy)}`;
    return md`${revision}: asked ${dateTime(askedAt, zone)}${by}${escape(outcome === null ? '' : `, ${outcome.replaceAll('_', ' ')}`)}`;
  });
}

function timesWords({ policy }: Approval): Mrkdwn {
  const times = [
    `reminded after ${spanText(policy.remindAfterMs)}`,
    `others asked as well after ${spanText(policy.escalateAfterMs)}`,
    `${policy.expiresAs} after ${spanText(policy.expireAfterMs)}`,
  ];
  return escape(`In working time: ${times.join(', ')}.`);
}

/** A heading and its lines, in as many sections as they need. */
function sections(heading: string, lines: readonly Mrkdwn[]): readonly Block[] {
  const blocks: Block[] = [];
  let text = md`*${escape(heading, 200)}*`;
  for (const line of lines) {
    if (text.length + line.length > SECTION_MAX) {
      blocks.push(section(text));
      text = line;
    } else {
      text = join([text, line]);
    }
  }
  return [...blocks, section(text)];
}
