// The sandbox at a terminal: a transcript, and below it a prompt where the input is a person's. Composes its parts.
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { Happenings } from '../world/happenings/happenings.ts';
import { act } from './act.ts';
import { createCards } from './cards.ts';
import type { Cards } from './cards.ts';
import { createPaper } from './paper.ts';
import { parseCommand } from './parse-command.ts';
import { firstScreen } from './screens.ts';
import { keepTranscript } from './transcript.ts';

export interface TerminalOptions {
  readonly sandbox: Sandbox;
  readonly happenings: Pick<Happenings, 'make'>;
  readonly appUrl: string;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Called once when the person says quit or presses Ctrl-C. */
  readonly onQuit: () => void;
  /** Where the app writes its log, to be named on the first screen. */
  readonly logFile?: string;
  /** Whether there is somebody to ask; where it is no terminal, nothing waits for input. */
  readonly interactive?: boolean;
}

export interface Terminal {
  /** Ends transcript and prompt; writes nothing more. */
  close(): void;
}

const PROMPT = 'acme> ';

export function attachTerminal(options: TerminalOptions): Terminal {
  const { sandbox, happenings, input, output } = options;
  const interactive = options.interactive ?? input.isTTY === true;
  const prompt = interactive ? openPrompt(options) : null;
  const paper = createPaper({ output, ...(prompt === null ? {} : { around: prompt.around }) });
  const cards = createCards();
  const known = numberKnown(sandbox, cards);
  for (const [index, line] of screenOf(options, interactive).entries()) paper.line(line, index === 0 ? 'bold' : 'dim');
  if (known > 0)
    paper.line(`${known} ${known === 1 ? 'card is' : 'cards are'} there from before; open lists them.`, 'dim');
  paper.blank();
  const forget = sandbox.onStartOver(() => cards.forgetAll());
  const stop = keepTranscript({ sandbox, cards, paper });
  let quitting = false;
  function quit(): void {
    if (quitting) return;
    quitting = true;
    options.onQuit();
  }
  prompt?.reader.on('SIGINT', quit);
  const deps = { sandbox, cards, paper, happenings, quit };
  // One command at a time, so that a pasted list does what it says in its order.
  let before = Promise.resolve();
  prompt?.reader.on('line', (line) => {
    before = before
      .then(() => act(deps, parseCommand(line)))
      .catch((error: unknown) => {
        // What a Fault or one of the servers says is meant for people; a defect should not end the app either.
        paper.line(error instanceof Fault ? error.message : `That did not work: ${messageOf(error)}`, 'red');
      })
      .finally(prompt.ask);
  });
  prompt?.ask();
  return {
    close() {
      forget();
      stop();
      prompt?.close();
    },
  };
}

/** Numbers the cards of a world that is gone on with; answers how many there are. */
function numberKnown({ slack: { workspace } }: Sandbox, cards: Cards): number {
  const messages = workspace.channels().flatMap(({ id }) => workspace.messages(id));
  for (const message of messages.toSorted((a, b) => Number(a.ts) - Number(b.ts))) cards.number(message);
  return cards.all().length;
}

function screenOf({ sandbox, appUrl, logFile }: TerminalOptions, interactive: boolean): readonly string[] {
  const { slack, hubspot, salesforce } = sandbox;
  return firstScreen({
    appUrl,
    logFile,
    interactive,
    slackUrl: slack.url,
    hubspotUrl: hubspot.url,
    salesforceUrl: salesforce.url,
  });
}

interface Prompt {
  readonly reader: Interface;
  readonly around: { readonly before: () => void; readonly after: () => void };
  readonly ask: () => void;
  readonly close: () => void;
}

/** The end of the input closes the prompt and nothing else: the app goes on, as under a supervisor. */
function openPrompt({ input, output }: TerminalOptions): Prompt {
  const terminal = output.isTTY === true;
  const reader = createInterface({ input, output, terminal, prompt: PROMPT });
  let open = true;
  reader.once('close', () => (open = false));
  const ask = (): void => {
    // The text typed so far and the cursor in it survive what is written above them.
    if (open && terminal) reader.prompt(true);
  };
  return {
    reader,
    ask,
    around: {
      before() {
        if (open && terminal) output.write('\r\u001b[K');
      },
      after() {
        ask();
      },
    },
    close() {
      open = false;
      reader.close();
    },
  };
}
