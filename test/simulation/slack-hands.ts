// What reps do in Slack during a simulation. They press what they see, wherever it stands: on a card or in a list.
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { WireMessage, WireView } from '#sandbox/slack/world/wire.ts';
import { FIELDS, VALUE } from '#features/leads/modals.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 1500;

interface Button {
  readonly channel: string;
  readonly ts: string;
  readonly value: string;
}

/** Everybody named presses the same button at the same moment; with null, whoever holds the lead does. */
export async function pressOn(
  world: World,
  pick: number,
  action: string,
  by: readonly string[] | null,
): Promise<string> {
  const button = await seen(world, action, pick);
  if (button === null) return ': there is no such button';
  const pressing = (by ?? [await holderOf(world, button.value)]).map((person) => press(world, person, button, action));
  return ` ${button.value}: ${(await Promise.all(pressing)).join(', ')}`;
}

export async function handOver(world: World, pick: number, to: string): Promise<string> {
  return submitted(world, pick, 'leads.hand_over', null, () => ({
    [`${FIELDS.colleague}.${VALUE}`]: world.slack.workspace.as(to).user.id,
  }));
}

export async function markUnfit(world: World, pick: number, by: string): Promise<string> {
  return submitted(world, pick, 'leads.not_a_fit', by, () => ({ [`${FIELDS.reason}.${VALUE}`]: 'no_budget' }));
}

async function submitted(
  world: World,
  pick: number,
  action: string,
  by: string | null,
  entries: (view: WireView) => Readonly<Record<string, string>>,
): Promise<string> {
  const button = await seen(world, action, pick);
  if (button === null) return ': there is no such button';
  const person = by ?? (await holderOf(world, button.value));
  const someone = world.slack.workspace.as(person);
  const earlier = someone.modal()?.id;
  const opened = await press(world, person, button, action);
  const view = await modalAfter(() => someone.modal(), earlier);
  if (view === null) return ` ${button.value} by ${opened}: no modal`;
  const outcome = await someone.submit(view.id, entries(view));
  if (outcome.kind !== 'acknowledged') await someone.closeModal(view.id);
  return ` ${button.value} by ${person}: ${outcome.kind}`;
}

/** The app opens it after it has acknowledged the click, if it can. */
async function modalAfter(look: () => WireView | undefined, earlier: string | undefined): Promise<WireView | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let view = look(); performance.now() < deadline; view = look()) {
    if (view !== undefined && view.id !== earlier) return view;
    await sleep(20);
  }
  return null;
}

async function press(world: World, person: string, { channel, ts, value }: Button, action: string): Promise<string> {
  try {
    const outcome = await world.slack.workspace.as(person).click(channel, ts, action, value);
    return `${person} ${outcome.kind === 'failed' ? outcome.error : outcome.kind}`;
  } catch (error) {
    // The card was changed under the person's finger.
    return `${person} ${messageOf(error)}`;
  }
}

/** Waits a moment for the first one to appear: a person comes when there is something to press. */
async function seen(world: World, action: string, pick: number): Promise<Button | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const buttons = buttonsNow(world, action);
    const button = buttons[Math.floor(pick * buttons.length)];
    if (button !== undefined) return button;
    if (performance.now() > deadline) return null;
    await sleep(50);
  }
}

function buttonsNow({ slack: { workspace } }: World, action: string): readonly Button[] {
  return workspace
    .channels()
    .filter(({ kind }) => kind !== 'im')
    .flatMap(({ id }) => workspace.messages(id))
    .flatMap((message) => buttonsIn(message, action));
}

function buttonsIn({ channel, ts, blocks }: WireMessage, action: string): readonly Button[] {
  return valuesIn(blocks, action).map((value) => ({ channel, ts, value }));
}

function valuesIn(blocks: unknown, action: string): readonly string[] {
  if (Array.isArray(blocks)) return blocks.flatMap((block) => valuesIn(block, action));
  if (typeof blocks !== 'object' || blocks === null) return [];
  const own = 'action_id' in blocks && blocks.action_id === action && 'value' in blocks ? [String(blocks.value)] : [];
  return [...own, ...Object.values(blocks).flatMap((inner) => valuesIn(inner, action))];
}

/** Who holds a lead by what the database says; ana where nobody does. */
async function holderOf(world: World, lead: string): Promise<string> {
  const [row] = await world.rows<{ claimed_by: string | null }>('SELECT claimed_by FROM lead WHERE id::text = $1', [
    lead,
  ]);
  const user = world.slack.workspace.users().find(({ id }) => id === row?.claimed_by);
  return user?.name ?? 'ana';
}
