// `npm run sandbox`: the servers alone, for an app in another terminal; `npm run sandbox -- slack` starts one of them.
import { messageOf } from '#kernel/errors.ts';
import { watchDistantApp } from './distant-app.ts';
import { createClock } from './clock.ts';
import { startSandbox } from './start-sandbox.ts';
import { attachTerminal } from './terminal/terminal.ts';
import { makePage, warnIfBroken } from './web/bundle.ts';
import { startWeb } from './web/start-web.ts';
import { createPointer, settingsOf } from './wiring.ts';
import type { Servers } from './wiring.ts';
import { createHappenings } from './world/happenings/happenings.ts';
import { createRecords } from './world/records/records.ts';
import { startAcmeHubspot, startAcmeSalesforce, startAcmeSlack } from './world/servers.ts';

const USAGE = `npm run sandbox                 all three servers and the page, with a transcript and a prompt
npm run sandbox -- slack        one of them: slack, hubspot or salesforce
npm run sandbox -- --app URL    where the app is that they call (default http://127.0.0.1:3000)
npm run sandbox -- --page PORT  where the page is, or the next free port (default 3030)
npm run sandbox -- --no-past    without the eighteen months that its CRMs have behind them
`;
const DEFAULT_APP = 'http://127.0.0.1:3000';
const DEFAULT_PAGE = '3030';
const LEAD_EVERY_MS = 20_000;

type End = () => Promise<void>;

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function settingsLines(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

async function runAll(appUrl: string, pagePort: number, past: boolean): Promise<End> {
  const page = makePage();
  void warnIfBroken(page, (text) => process.stderr.write(text));
  const sandbox = await startSandbox({ past });
  sandbox.pointAt(appUrl);
  const app = watchDistantApp(appUrl);
  const records = createRecords(sandbox);
  const happenings = createHappenings({ sandbox, records, app: null, leadEveryMs: LEAD_EVERY_MS });
  const web = await startWeb({ outside: { ...sandbox, app, records, happenings }, page, port: pagePort });
  print([`Open ${web.url}`, '']);
  print(['# Settings for the app, with an empty database of its own:', ...settingsLines(sandbox.env), '']);
  const onQuit = (): void => void process.kill(process.pid, 'SIGTERM');
  const terminal = attachTerminal({
    sandbox,
    happenings,
    appUrl,
    input: process.stdin,
    output: process.stdout,
    onQuit,
  });
  return async () => {
    await web.close();
    app.close();
    await sandbox.close();
    terminal.close();
  };
}

async function runOne(name: string, appUrl: string): Promise<End> {
  const clock = createClock();
  const servers: Servers = {
    slack: name === 'slack' ? await startAcmeSlack(clock) : undefined,
    hubspot: name === 'hubspot' ? await startAcmeHubspot(clock) : undefined,
    salesforce: name === 'salesforce' ? await startAcmeSalesforce(clock) : undefined,
  };
  createPointer(servers)(appUrl);
  const started = Object.values(servers).filter((server) => server !== undefined);
  print(['# Settings for the app:', ...settingsLines(settingsOf(servers))]);
  print(started.map(({ url }) => `# Control API: ${url}/_sandbox/  It calls the app at ${appUrl}`));
  return async () => {
    for (const server of started) await server.close();
  };
}

function endOnSignal(end: End): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      end().then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): never {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}

/** What follows an option, taken out of the words. */
function option(words: string[], name: string, standard: string): string {
  const at = words.indexOf(name);
  return at === -1 ? standard : (words.splice(at, 2)[1] ?? '');
}

async function main(given: readonly string[]): Promise<void> {
  const words = [...given];
  const appUrl = option(words, '--app', DEFAULT_APP);
  const pagePort = option(words, '--page', DEFAULT_PAGE);
  const past = !words.includes('--no-past');
  const [name = 'all', ...rest] = words.filter((word) => word !== '--no-past');
  const known = ['all', 'slack', 'hubspot', 'salesforce'].includes(name);
  if (!known || rest.length > 0 || !URL.canParse(appUrl) || !/^\d{1,5}$/u.test(pagePort)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const app = appUrl.replace(/\/+$/u, '');
  endOnSignal(await (name === 'all' ? runAll(app, Number(pagePort), past) : runOne(name, app)));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
