// Acme with the real app in it, which can be stopped and started again together with its world, as `npm start` does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { readParts } from '#sandbox/saved/saved-sandbox.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { startApp } from '../../../src/app.ts';
import { freshDatabase } from '../../support/database.ts';
import { configFrom } from '../../support/house-settings.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { silentLog } from '../../support/silent-log.ts';
import { PROJECT } from '../../support/source-files.ts';

export interface Company {
  readonly sandbox: Sandbox;
  /** Ends app and world, and starts both again: from this, or from how the world was at the end. */
  restart(from?: Buffer): Promise<void>;
  /** A lead of HubSpot's for the enterprise team; resolves to its card. */
  leadComes(name: string): Promise<Card>;
  card(name: string): WireMessage;
  contact(name: string): string;
  press(person: string, name: string, action: string): Promise<void>;
  type(person: string, line: string): Promise<void>;
  /** What one person alone was told, oldest first. */
  told(person: string): readonly string[];
  close(): Promise<void>;
}

interface Card {
  readonly channel: string;
  readonly ts: string;
}

const WAIT = { timeout: 15_000, interval: 25 };

export async function aCompany(): Promise<Company> {
  const home = await mkdtemp(join(tmpdir(), 'signalbox-company-'));
  const database = await freshDatabase();
  let running = await open();

  async function open(from?: Buffer): Promise<{ sandbox: Sandbox; stop: () => Promise<void> }> {
    const sandbox = await aSandbox(from === undefined ? {} : { saved: readParts(from) });
    const env = { DATABASE_URL: database.url, PLAYBOOK: join(PROJECT, 'playbook.yaml'), DATA_DIR: home, PORT: '0' };
    const app = await startApp(configFrom({ ...sandbox.env, ...env }), { clock: sandbox.clock, log: silentLog });
    expect(await sandbox.connect(app.url)).toEqual({ kind: 'ready' });
    return { sandbox, stop: () => app.stop() };
  }

  function card(name: string): WireMessage {
    const { workspace } = running.sandbox.slack;
    const all = workspace.channels().flatMap(({ id }) => workspace.messages(id));
    const found = all.find(
      ({ blocks, thread_ts: thread }) => thread === undefined && JSON.stringify(blocks ?? []).includes(name),
    );
    if (found === undefined) throw new Error(`${name} has no card`);
    return found;
  }

  return {
    get sandbox() {
      return running.sandbox;
    },
    async restart(from) {
      await running.stop();
      const saved = from ?? running.sandbox.save();
      await running.sandbox.close();
      running = await open(saved);
    },
    async leadComes(name) {
      const { hubspot } = running.sandbox;
      const company = hubspot.createCompany({
        name: `${name} Works`,
        domain: `${name}.example`,
        numberofemployees: '4000',
      });
      const email = `${name.toLowerCase()}@${name.toLowerCase()}.example`;
      const person = { firstname: 'Jo', lastname: name, email, hubspotscore: '95', jobtitle: 'VP Sales' };
      hubspot.createContact(person, { companyId: company.id });
      return vi.waitFor(() => {
        const { channel, ts, blocks } = card(name);
        expect(JSON.stringify(blocks)).toContain('leads.claim');
        return { channel, ts };
      }, WAIT);
    },
    card,
    contact(name) {
      const found = running.sandbox.hubspot.records('contacts').find(({ properties: it }) => it['lastname'] === name);
      if (found === undefined) throw new Error(`HubSpot has no ${name}`);
      return found.id;
    },
    async press(person, name, action) {
      const { channel, ts } = card(name);
      const outcome = await running.sandbox.slack.workspace.as(person).click(channel, ts, action);
      expect(outcome.kind).toBe('acknowledged');
    },
    async type(person, line) {
      const [command = '', ...words] = line.split(' ');
      const outcome = await running.sandbox.slack.workspace.as(person).command(command, words.join(' '), 'general');
      expect(outcome.kind).toBe('acknowledged');
    },
    told: (person) =>
      running.sandbox.slack.workspace
        .as(person)
        .inbox()
        .map(({ text }) => text),
    async close() {
      await running.stop();
      await running.sandbox.close();
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}

/** Until it holds, as long as a busy machine may take. */
export function eventually<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(look, WAIT);
}
