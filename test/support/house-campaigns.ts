// What people do about campaigns and their requests in end-to-end tests: the form, the cards, the buttons.
import { createServer } from 'node:http';
import { expect } from 'vitest';
import type { Outcome } from '#sandbox/slack/people/scene.ts';
import type { WireMessage, WireView } from '#sandbox/slack/world/wire.ts';
import { eventually } from './house.ts';
import type { House } from './house.ts';
import { actionsIn, textIn } from './slack-shape.ts';
import { NEXT_MARCH } from './next-march.ts';

/** The channel that everything is asked in, where the playbook names no other. */
const CHANNEL = 'revops';

/** What stands in the form, by field. */
export type FormEntries = Readonly<Record<string, unknown>>;

/** A plan with nothing to complain of; the naming rule is `{yyyy}-{mm}-{type}-{topic}`. */
export function aForm(contentUrl: string, over: FormEntries = {}): FormEntries {
  return {
    'name.value': `${NEXT_MARCH}-webinar-spring`,
    'type.campaigns.form_changed': 'webinar',
    'channel.campaigns.form_changed': 'email',
    'goals.value': '200 registrations',
    'starts_on.campaigns.form_changed': `${NEXT_MARCH}-01`,
    'ends_on.value': `${NEXT_MARCH}-31`,
    'budget.value': '25,000.00',
    'audience.value': 'EMEA newsletter',
    'audience_size.value': '12000',
    'suppression_list.value': 'unsubscribed',
    'content_url.value': contentUrl,
    ...over,
  };
}

/** Opens the form of a new campaign. */
async function openForm(house: House, person: string): Promise<WireView> {
  const someone = house.slack.workspace.as(person);
  expect(await someone.command('/campaign', 'new', CHANNEL)).toMatchObject({ kind: 'acknowledged' });
  return eventually(() => {
    const view = someone.modal();
    if (view === undefined) throw new Error(`${person} sees no form`);
    return view;
  });
}

export async function submitForm(house: House, person: string, entries: FormEntries): Promise<Outcome> {
  const view = await openForm(house, person);
  return house.slack.workspace.as(person).submit(view.id, entries);
}

/** Plans a campaign; answers its key, `C-1`. */
export async function planned(house: House, person: string, entries: FormEntries): Promise<string> {
  expect(await submitForm(house, person, entries)).toMatchObject({ kind: 'acknowledged' });
  const view = house.slack.workspace.as(person).modal();
  const key = /C-\d+/u.exec(JSON.stringify(view))?.[0];
  if (view === undefined || key === undefined) throw new Error('the form was not answered with a campaign');
  await house.slack.workspace.as(person).closeModal(view.id);
  return key;
}

export interface SeenRequest {
  readonly channel: string;
  readonly ts: string;
  readonly words: string;
  readonly buttons: readonly string[];
  readonly thread: string;
}

/** The request's card in its channel, once it meets the expectations. */
export function requestWhen(
  house: House,
  key: string,
  expectations: (card: SeenRequest) => void = () => undefined,
): Promise<SeenRequest> {
  return eventually(() => {
    const { workspace } = house.slack;
    const found = workspace
      .messages(CHANNEL)
      .filter((message) => message.thread_ts === undefined && names(message, key) && (message.blocks?.length ?? 0) > 2);
    const [message] = found.toReversed();
    if (message === undefined) throw new Error(`no card names ${key}`);
    const card = {
      channel: CHANNEL,
      ts: message.ts,
      words: textIn(message.blocks),
      buttons: actionsIn(message.blocks),
      thread: workspace
        .thread(CHANNEL, message.ts)
        .map((line) => `${line.text} ${textIn(line.blocks)}`)
        .join('\n'),
    };
    expectations(card);
    return card;
  });
}

function names({ text, blocks }: WireMessage, key: string): boolean {
  return new RegExp(`\\b${key}\\b`, 'u').test(`${text} ${textIn(blocks)}`);
}

/** Presses Approve on the card in the channel; answers what this person alone is told. */
export async function approve(house: House, person: string, key: string): Promise<string> {
  const card = await requestWhen(house, key);
  return told(house, person, () => house.slack.workspace.as(person).click(card.channel, card.ts, 'approvals.approve'));
}

/** Does something, and answers what this person alone is told then. */
export async function told(house: House, person: string, act: () => Promise<Outcome>): Promise<string> {
  const someone = house.slack.workspace.as(person);
  const before = someone.inbox().length;
  await act();
  return eventually(() => {
    const note = someone.inbox()[before];
    if (note === undefined) throw new Error(`${person} was told nothing`);
    return `${note.text} ${textIn(note.blocks)}`;
  });
}

export interface LandingPage {
  readonly url: string;
  close(): Promise<void>;
}

/** A page that answers, for the content link. */
export async function aLandingPage(): Promise<LandingPage> {
  const server = createServer((_, response) => response.end('Spring launch'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/spring`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
