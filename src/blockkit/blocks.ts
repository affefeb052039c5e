// Small builders over Slack's own types. Text goes in through mrkdwn.ts, which escapes; nothing here does.
// Plain text is cut to Slack's limits; mrkdwn is not, because it cannot be cut safely once it is written.
import type {
  ActionsBlock,
  ActionsBlockElement,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  HomeView,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types';
import type { ChartBlock } from './charts.ts';
import { LIMITS } from './limits.ts';
import { clip } from './mrkdwn.ts';
import type { Mrkdwn } from './mrkdwn.ts';

export type Block = KnownBlock | ChartBlock;

/** Foreign or own text that Slack shows exactly as it is, emoji names included. */
export function plain(text: string, max: number = LIMITS.text): PlainTextElement {
  return { type: 'plain_text', text: clip(text, max), emoji: false };
}

/** `verbatim`: Slack links no addresses and no channel names by itself. */
export function rich(text: Mrkdwn): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

export interface SectionOptions {
  readonly fields?: readonly Mrkdwn[];
  readonly accessory?: SectionBlockAccessory;
  readonly blockId?: string;
}

/** @param text null for a section of fields alone. */
export function section(text: Mrkdwn | null, options: SectionOptions = {}): SectionBlock {
  return {
    type: 'section',
    ...(text === null ? {} : { text: rich(text) }),
    ...(options.fields === undefined ? {} : { fields: options.fields.map(rich) }),
    ...(options.accessory === undefined ? {} : { accessory: options.accessory }),
    ...blockId(options.blockId),
  };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header.text) };
}

export function context(parts: readonly Mrkdwn[]): ContextBlock {
  return { type: 'context', elements: parts.map(rich) };
}

export function actions(elements: readonly ActionsBlockElement[], id?: string): ActionsBlock {
  return { type: 'actions', elements: [...elements], ...blockId(id) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export interface InputOptions {
  readonly label: string;
  /** Where the answer is found in `view.state.values`, and where an error is shown. */
  readonly blockId: string;
  readonly element: InputBlockElement;
  readonly hint?: string;
  readonly optional?: boolean;
  /** The app is told as soon as something is chosen, as of a button. */
  readonly dispatch?: boolean;
}

export function input(options: InputOptions): InputBlock {
  return {
    type: 'input',
    label: plain(options.label, LIMITS.input.label),
    block_id: options.blockId,
    element: options.element,
    ...(options.hint === undefined ? {} : { hint: plain(options.hint, LIMITS.input.hint) }),
    ...(options.optional === undefined ? {} : { optional: options.optional }),
    ...(options.dispatch === undefined ? {} : { dispatch_action: options.dispatch }),
  };
}

export interface ModalOptions {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Names the view's listener, `slice.verb`. */
  readonly callbackId?: string;
  /** Needed as soon as a block asks for input. */
  readonly submit?: string;
  readonly close?: string;
  /** Ids that the submission needs; never state, never a secret. At most 3,000 characters. */
  readonly privateMetadata?: string;
}

export function modal(options: ModalOptions): ModalView {
  return {
    type: 'modal',
    title: plain(options.title, LIMITS.view.title),
    blocks: [...options.blocks],
    close: plain(options.close ?? 'Close', LIMITS.view.close),
    ...(options.submit === undefined ? {} : { submit: plain(options.submit, LIMITS.view.submit) }),
    ...(options.callbackId === undefined ? {} : { callback_id: options.callbackId }),
    ...(options.privateMetadata === undefined ? {} : { private_metadata: options.privateMetadata }),
  };
}

/** What a person sees in the app's Home tab; at most 100 blocks. */
export function homeTab(blocks: readonly Block[]): HomeView {
  return { type: 'home', blocks: [...blocks] };
}

function blockId(id: string | undefined): { block_id?: string } {
  return id === undefined ? {} : { block_id: id };
}
