// Composition objects: text, options, confirmation dialogs, image sources.
import { LIMITS } from '../limits.ts';
import { all, anyField, boolean, integer, list, matching, object, oneOf, string, variants } from './checks.ts';
import type { Check } from './checks.ts';

const isType = (type: string): { type: Check } => ({ type: oneOf(type) });
const url = (max: number): Check => all(string(max), matching(/^[a-z][a-z0-9+.-]*:\S+$/iu, 'must be a valid URL'));

export function plainText(max: number = LIMITS.text): Check {
  return variants({ plain_text: object({ ...isType('plain_text'), text: string(max) }, { emoji: boolean }) });
}

export function mrkdwn(max: number = LIMITS.text): Check {
  return variants({ mrkdwn: object({ ...isType('mrkdwn'), text: string(max) }, { verbatim: boolean }) });
}

export function anyText(max: number = LIMITS.text): Check {
  return variants({
    plain_text: object({ ...isType('plain_text'), text: string(max) }, { emoji: boolean }),
    mrkdwn: object({ ...isType('mrkdwn'), text: string(max) }, { verbatim: boolean }),
  });
}

export const blockId: Check = string(LIMITS.ids.block, 0);
export const actionId: Check = string(LIMITS.ids.action);
export const link: Check = url(LIMITS.button.url);
export const placeholder: Check = plainText(LIMITS.select.placeholder);

export const confirm: Check = object(
  { text: anyText(LIMITS.confirm.text) },
  {
    title: plainText(LIMITS.confirm.title),
    confirm: plainText(LIMITS.confirm.button),
    deny: plainText(LIMITS.confirm.button),
    style: oneOf('primary', 'danger'),
  },
);

const optionFields = {
  value: string(LIMITS.option.value),
  description: plainText(LIMITS.option.description),
  url: url(LIMITS.option.url),
};

/** An option of a menu, whose text is plain. */
export const plainOption: Check = object(
  { text: plainText(LIMITS.option.text), value: optionFields.value },
  optionFields,
);

/** An option of checkboxes and radio buttons, whose text may be mrkdwn. */
export const richOption: Check = object(
  { text: anyText(LIMITS.option.text), value: optionFields.value },
  { description: anyText(LIMITS.option.description) },
);

export const optionGroup: Check = object({
  label: plainText(LIMITS.select.groupLabel),
  options: list(plainOption, { max: LIMITS.select.options }),
});

export const dispatchActionConfig: Check = object(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }) },
);

export const conversationFilter: Check = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

const slackFile: Check = all(object({}, { id: string(), url: url(LIMITS.image.url) }), anyField('id', 'url'));

const imageSource = { image_url: url(LIMITS.image.url), slack_file: slackFile };

/** An image as an element: in sections, contexts and cards. */
export const imageElement: Check = all(
  object({ ...isType('image'), alt_text: string(LIMITS.image.altText, 0) }, imageSource),
  anyField('image_url', 'slack_file'),
);

export const imageBlock: Check = all(
  object(
    { ...isType('image'), alt_text: string(LIMITS.image.altText, 0) },
    { ...imageSource, title: plainText(LIMITS.image.title), block_id: blockId },
  ),
  anyField('image_url', 'slack_file'),
);

export const positive: Check = integer(1, Number.MAX_SAFE_INTEGER);
