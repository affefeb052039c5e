// Does what a command says, as the person that it names: in Slack, in a CRM, or to the sandbox itself.
import { Fault } from '#kernel/errors.ts';
import { DAY_MS, spanText } from '#kernel/time.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { Person } from '../slack/people/person.ts';
import type { Outcome } from '../slack/people/scene.ts';
import { escapeTyped } from '../slack/people/typed-text.ts';
import type { User, WireMessage } from '../slack/world/wire.ts';
import { REPS } from '../world/acme.ts';
import type { Happenings } from '../world/happenings/happenings.ts';
import { mendServer } from './mend-server.ts';
import type { Cards } from './cards.ts';
import { entriesFor, modalAfter } from './forms.ts';
import { grabRecord } from './grab-record.ts';
import { HELP } from './screens.ts';
import type { Paper } from './paper.ts';
import type { Command } from './parse-command.ts';
import { namesIn, plainOf, shown } from './plain-text.ts';
import { buttonsOf, choicesOf, linesOf } from './render-blocks.ts';
import type { ButtonOnCard } from './render-blocks.ts';

export interface ActDeps {
  readonly sandbox: Sandbox;
  readonly cards: Cards;
  readonly paper: Paper;
  readonly happenings: Pick<Happenings, 'make'>;
  readonly quit: () => void;
}

type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

const SERVER_NAMES = { slack: 'Slack', hubspot: 'HubSpot', salesforce: 'Salesforce' } as const;
const MOMENT = { dateStyle: 'full', timeStyle: 'short' } as const;

/** Rejects with a Fault whose message is for the person at the prompt. */
export async function act(deps: ActDeps, command: Command): Promise<void> {
  const { sandbox, cards, paper } = deps;
  switch (command.kind) {
    case 'nothing':
      return;
    case 'unclear':
      return paper.line(command.hint, 'yellow');
    case 'help':
      return HELP.forEach((line) => paper.line(line));
    case 'quit':
      return deps.quit();
    case 'press':
      return press(deps, command);
    case 'why':
      return readModal(deps, command);
    case 'form':
      return fillForm(deps, command);
    case 'slash':
      return slash(deps, command);
    case 'grab':
      return paper.line(grabRecord(sandbox, cards.get(command.card, command.row), command), 'dim');
    case 'race':
      return race(deps, command);
    case 'show':
      return show(deps, cards.get(command.card, command.row));
    case 'open':
      return list(deps);
    case 'break':
      await happen(deps, `${command.server}_down`, true);
      return paper.line(`mend ${command.server} ends it.`, 'dim');
    case 'mend':
      mendServer(sandbox, command.server);
      return paper.line(`${SERVER_NAMES[command.server]} works again.`, 'green');
    case 'clock':
      sandbox.clock.moveBy(command.ms);
      return paper.line(
        `${spanOf(command.ms)} later: it is ${sandbox.clock.now().toLocaleString('en-GB', MOMENT)} now.`,
        'dim',
      );
    case 'lead':
      return happen(deps, 'new_lead');
    case 'pause':
      return happen(deps, 'leads_arrive', false);
    case 'go':
      return happen(deps, 'leads_arrive', true);
  }
}

/** What can be made to happen in the page as well; what it says may hold names that somebody typed into a form. */
async function happen({ happenings, paper }: ActDeps, name: string, on?: boolean): Promise<void> {
  const { said } = await happenings.make(name, on === undefined ? {} : { on });
  paper.line(shown(said), 'dim');
}

async function press({ sandbox, cards, paper }: ActDeps, { card, row, button, by }: Of<'press'>): Promise<void> {
  const { person, message, found } = reach(sandbox, cards.get(card, row), button, by);
  report(paper, await person.click(message.channel, message.ts, found.actionId, found.value));
}

/** Each rep sees the card as it is now, so that all of them press Claim before any of them can see who won. */
async function race({ sandbox, cards, paper }: ActDeps, { card, row }: Of<'race'>): Promise<void> {
  const presses = REPS.map(({ name }) => reach(sandbox, cards.get(card, row), 'Claim', name));
  const outcomes = await Promise.all(
    presses.map(({ person, message, found }) => person.click(message.channel, message.ts, found.actionId, found.value)),
  );
  for (const outcome of outcomes) report(paper, outcome);
}

async function readModal({ sandbox, cards, paper }: ActDeps, { card, row, by }: Of<'why'>): Promise<void> {
  const { person, message, found } = reach(sandbox, cards.get(card, row), 'Why?', by);
  const view = await modalAfter(sandbox.slack, person, () =>
    person.click(message.channel, message.ts, found.actionId, found.value),
  );
  paper.line(`${person.user.realName} reads:`, 'bold');
  for (const line of linesOf(view.blocks, namesIn(sandbox.slack.workspace))) paper.line(line);
  await person.closeModal(view.id);
}

async function fillForm({ sandbox, cards, paper }: ActDeps, command: Of<'form'>): Promise<void> {
  const { person, message, found } = reach(sandbox, cards.get(command.card, command.row), command.button, command.by);
  const { answers } = command;
  const to = answers.person === null ? null : someone(sandbox, answers.person).user.id;
  const view = await modalAfter(sandbox.slack, person, () =>
    person.click(message.channel, message.ts, found.actionId, found.value),
  );
  try {
    report(paper, await person.submit(view.id, entriesFor(view, { ...answers, person: to })));
  } finally {
    if (person.modal()?.id === view.id) await person.closeModal(view.id);
  }
}

/** Names of colleagues become mentions, as Slack makes them when it sends a command. */
async function slash({ sandbox, paper }: ActDeps, { command, text, by, channel }: Of<'slash'>): Promise<void> {
  const sent = escapeTyped(text, sandbox.slack.workspace);
  report(paper, await someone(sandbox, by).command(command, sent, channel));
}

/** The person, and the button that bears this label or number. Throws `not_found` naming what there is. */
function reach(
  sandbox: Sandbox,
  message: WireMessage,
  wanted: string,
  by: string,
): { person: Person; message: WireMessage; found: ButtonOnCard } {
  const buttons = buttonsOf(message.blocks ?? []);
  const called = ({ label }: ButtonOnCard): boolean => label.toLowerCase() === wanted.toLowerCase();
  const choices = choicesOf(message.blocks ?? []);
  const found = buttons.find(called) ?? buttons[Number(wanted) - 1] ?? choices.find(called);
  if (found !== undefined) return { person: someone(sandbox, by), message, found };
  const there = [
    ...buttons.map(({ label }, index) => `${index + 1} ${label}`),
    ...choices.map(({ label }) => label),
  ].join(', ');
  throw new Fault('not_found', `This card has no button "${wanted}" now; it has: ${there || 'none'}.`);
}

/** A colleague by what they are called, their first name or their address. */
function someone({ slack }: Sandbox, name: string): Person {
  const called = ({ name: handle, realName, email, isBot }: User): boolean =>
    !isBot && [handle, realName.split(' ')[0]?.toLowerCase(), email].includes(name.toLowerCase());
  const user = slack.workspace.users().find(called);
  if (user !== undefined) return slack.workspace.as(user.id);
  const everyone = slack.workspace.users().filter((each) => !each.isBot && !each.deleted);
  throw new Fault(
    'not_found',
    `Nobody is called ${shown(name)}; there are ${everyone.map((each) => each.name).join(', ')}.`,
  );
}

function report(paper: Paper, outcome: Outcome): void {
  if (outcome.kind === 'acknowledged') return;
  if (outcome.kind === 'failed') return paper.line(`The app did not answer as it must: ${outcome.error}.`, 'red');
  for (const sentence of Object.values(outcome.errors)) paper.line(shown(sentence), 'red');
}

function show({ sandbox, paper }: ActDeps, message: WireMessage): void {
  for (const line of linesOf(message.blocks ?? [], namesIn(sandbox.slack.workspace))) paper.line(line);
}

function list({ sandbox, cards, paper }: ActDeps): void {
  const names = namesIn(sandbox.slack.workspace);
  if (cards.all().length === 0) paper.line('No card has come yet.', 'dim');
  for (const [number, { channel, text }] of cards.all()) {
    paper.line(`${String(number).padStart(3)}  ${names.channel(channel)}  ${plainOf(text, names)}`);
  }
}

function spanOf(ms: number): string {
  return ms >= DAY_MS && ms % DAY_MS === 0 ? `${ms / DAY_MS} d` : spanText(ms);
}
