// The Why? modal and its plain-text twin for the command line. Pure.
import type { ModalView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { context, divider, header, modal, section } from '#blockkit/blocks.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { RuleExplanation } from '#features/playbook/explain.ts';
import type { RoutingDecision, SkipReason } from '#features/routing/store.ts';
import type { LeadExplanation } from './explain-lead.ts';
import { gatedWords } from './gated-actions.ts';
import type { GatedAction } from './gated-actions.ts';
import { CRM_SCORE, leadName } from './lead.ts';
import type { Lead } from './lead.ts';

/** A modal holds 100 blocks; rules beyond this are counted. */
const MAX_RULES = 75;
const MAX_GATED = 10;
/** Characters of one text, and of one rule's sentence and condition: 80 rules must stay within a view's 250 KB. */
const TEXT_MAX = 1500;
const SENTENCE_MAX = 400;
const CONDITION_MAX = 300;

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  not_in_slack: 'nobody in Slack has this e-mail address',
  deactivated: 'deactivated in Slack',
  away: 'on holiday or ill, says the status in Slack',
  no_crm_owner: 'no user in the CRM',
  inactive_crm_owner: 'switched off in the CRM',
};

export function whyModal(explanation: LeadExplanation): ModalView {
  const { lead, silence, rules, routing, gated, playbookVersion } = explanation;
  const blocks: Block[] = [section(bold(leadName(lead)))];
  if (silence !== null) blocks.push(section(md`:mute: Rules are silent about this lead: ${escape(silence)}.`));
  blocks.push(header('Score'), section(escape(scoreText(lead), TEXT_MAX)));
  blocks.push(
    header('Who'),
    ...(routing.length === 0 ? [section(md`No rule has routed this lead.`)] : routing.slice(0, 3).map(decision)),
  );
  if (gated.length > 0) {
    blocks.push(
      header('Approvals'),
      ...gated.slice(0, MAX_GATED).map((one) => section(escape(gatedText(one), TEXT_MAX))),
    );
  }
  blocks.push(header('Rules'), ...rules.slice(0, MAX_RULES).map(rule));
  const hidden = rules.length - MAX_RULES;
  if (hidden > 0) blocks.push(context([md`and ${hidden} more rules; npm run playbook -- explain shows all`]));
  blocks.push(divider(), context([md`Playbook version ${playbookVersion}, on the lead as it is now`]));
  return modal({ title: 'Why?', blocks });
}

/** For terminals. */
export function whyText({ lead, silence, rules, routing, gated, playbookVersion }: LeadExplanation): string {
  return [
    `${leadName(lead)} (${lead.state})`,
    ...(silence === null ? [] : [`  Rules are silent about this lead: ${silence}.`]),
    `Score  ${scoreText(lead)}`,
    ...(routing.length === 0
      ? ['Who    no rule has routed this lead']
      : routing.map((one) => `Who    ${routingText(one)}`)),
    ...gated.map((one) => `Gate   ${gatedText(one)}`),
    `Rules  (playbook version ${playbookVersion})`,
    ...rules.map((one) => `  ${mark(one)} ${one.name}: ${one.sentence}`),
  ].join('\n');
}

function rule(explanation: RuleExplanation): Block {
  const condition =
    explanation.condition === null
      ? []
      : [md`\`${escape(explanation.condition.replace(/\s+/gu, ' '), CONDITION_MAX)}\``];
  const sign = explanation.fired ? md`:white_check_mark:` : md`:heavy_minus_sign:`;
  const lines: Mrkdwn[] = [
    md`${sign} ${bold(clip(explanation.name, 80))} ${escape(explanation.sentence, SENTENCE_MAX)}`,
    ...condition,
  ];
  return section(join(lines));
}

function gatedText(action: GatedAction): string {
  const rule = action.rule === null ? '' : `, by rule ${action.rule}`;
  return `${action.key} ${action.title}${rule}: ${gatedWords(action)}`;
}

function mark({ fired }: RuleExplanation): string {
  return fired ? '+' : '-';
}

function scoreText({ score, scoreReasons }: Lead): string {
  if (score === null) return 'no score yet: the CRM has none and no scoring entry matches';
  const parts = scoreReasons.map(({ points, because }) => {
    const signed = points < 0 || because === CRM_SCORE ? String(points) : `+${points}`;
    return `${because} ${signed}`;
  });
  return `${score} = ${parts.join(', ')}`;
}

function decision(one: RoutingDecision): Block {
  return section(escape(routingText(one), TEXT_MAX));
}

function routingText({ team, rule, chosen, skipped }: RoutingDecision): string {
  const who = chosen === null ? `nobody of ${team} could take it` : `${chosen} of ${team}, whose turn was longest ago`;
  const passed = skipped.map(({ member, because }) => `${member} (${SKIPPED[because]})`);
  return `${who}, by rule ${rule}${passed.length === 0 ? '' : `; passed over: ${passed.join(', ')}`}`;
}
