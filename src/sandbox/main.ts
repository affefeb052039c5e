// `npm run sandbox`: the servers alone, for an app in another terminal; `npm run sandbox -- slack` starts one of them.
import { messageOf } from '#kernel/errors.ts';
import { createClock } from './clock.ts';
import { startSandbox } from './start-sandbox.ts';
import { attachTerminal } from './terminal/terminal.ts';
import { createPointer, settingsOf } from './wiring.ts';
import type { Servers } from './wiring.ts';
import { startAcmeHubspot, startAcmeSalesforce, startAcmeSlack } from './world/servers.ts';

const USAGE = `npm run sandbox                 all three servers, with a transcript and a prompt
npm run sandbox -- slack        one of them: slack, hubspot or salesforce
npm run sandbox -- --app URL    where the app is that they call (default http://127.0.0.1:3000)
`;
const DEFAULT_APP = 'http://127.0.0.1:3000';

type End = () => Promise<void>;

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function settingsLines(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

async function runAll(appUrl: string): Promise<End> {
  const sandbox = await startSandbox();
  sandbox.pointAt(appUrl);
  print(['# Settings for the app, with an empty database of its own:', ...settingsLines(sandbox.env), '']);
  const onQuit = (): void => void process.kill(process.pid, 'SIGTERM');
  const terminal = attachTerminal({ sandbox, appUrl, input: process.stdin, output: process.stdout, onQuit });
  return async () => {
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

async function main(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--app');
  const appUrl = (at === -1 ? undefined : words[at + 1]) ?? DEFAULT_APP;
  const names = at === -1 ? words : words.toSpliced(at, 2);
  const [name = 'all'] = names;
  const known = ['all', 'slack', 'hubspot', 'salesforce'].includes(name);
  if (!known || names.length > 1 || !URL.canParse(appUrl)) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const app = appUrl.replace(/\/+$/u, '');
  endOnSignal(await (name === 'all' ? runAll(app) : runOne(name, app)));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
