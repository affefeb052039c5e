// A sandbox that is closed and started again is the same one: what was said, what is in the CRMs, who has read what, the
// clock, and what is still to come.
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '#kernel/time.ts';
import { findSaved } from '#sandbox/saved/find-saved.ts';
import { keepSaved } from '#sandbox/saved/keep-saved.ts';
import { readParts } from '#sandbox/saved/saved-sandbox.ts';
import { readWorld, worldFile, writeWorld } from '#sandbox/saved/world-file.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';
import { aSandbox } from '../../support/sandbox.ts';

let dataDir: string;
const running: Sandbox[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-world-'));
});
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
  await rm(dataDir, { recursive: true });
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await aSandbox(options);
  running.push(sandbox);
  return sandbox;
}

/** A copy of the folder as it is this instant, beside a database. */
async function killed(): Promise<string> {
  const copy = join(dataDir, 'killed');
  const names = await readdir(dataDir);
  await mkdir(join(copy, 'postgres'), { recursive: true });
  await writeFile(join(copy, 'postgres', 'PG_VERSION'), '17');
  for (const name of names) await copyFile(join(dataDir, name), join(copy, name));
  return copy;
}

async function restarted(sandbox: Sandbox): Promise<Sandbox> {
  const saved = readParts(sandbox.save());
  await sandbox.close();
  return start({ saved });
}

describe('A sandbox that is started again', () => {
  it('shows the same messages, notes and unread marks', async () => {
    const before = await start();
    const ana = before.slack.workspace.as('ana');
    const first = ana.say('general', 'Good morning');
    const second = before.slack.workspace.as('bo').say('general', 'Morning!');
    ana.read('general', second.ts);

    const after = await restarted(before);
    expect(after.slack.workspace.messages('general')).toEqual([first, second]);
    expect(after.slack.workspace.as('ana').lastRead('general')).toBe(second.ts);
    expect(after.slack.workspace.as('cy').lastRead('general')).toBe('0');
  });

  it('has the same records, with their histories and ties', async () => {
    const before = await start();
    const company = before.hubspot.createCompany({ name: 'Globex', domain: 'globex.example' });
    const contact = before.hubspot.createContact({ email: 'jane@globex.example' }, { companyId: company.id });
    before.hubspot.updateRecord('contacts', contact.id, { hubspotscore: '91' });
    const lead = before.salesforce.createLead({ LastName: 'Doe', Company: 'Initech', Email: 'joe@initech.example' });

    const after = await restarted(before);
    expect(after.hubspot.record('contacts', contact.id)?.properties).toMatchObject({ hubspotscore: '91' });
    expect(after.hubspot.history('contacts', contact.id, 'hubspotscore')).toHaveLength(1);
    expect(after.hubspot.associated({ object: 'contacts', id: contact.id }, 'companies')).toEqual([company.id]);
    expect(after.salesforce.record('Lead', lead)).toMatchObject({ LastName: 'Doe', Company: 'Initech' });
  });

  it('never hands out an id or a timestamp a second time', async () => {
    const before = await start();
    const said = before.slack.workspace.as('ana').say('general', 'One');
    const ids = [before.hubspot.createContact({ email: 'a@b.example' }).id];
    const leads = [before.salesforce.createLead({ LastName: 'A', Company: 'B' })];

    const after = await restarted(before);
    const saidAgain = after.slack.workspace.as('ana').say('general', 'Two');
    expect(Number(saidAgain.ts)).toBeGreaterThan(Number(said.ts));
    expect(ids).not.toContain(after.hubspot.createContact({ email: 'c@d.example' }).id);
    expect(leads).not.toContain(after.salesforce.createLead({ LastName: 'C', Company: 'D' }));
  });

  it('is as far ahead of the real time', async () => {
    const before = await start();
    before.clock.moveBy(7 * DAY_MS);
    const after = await restarted(before);
    expect(after.clock.aheadMs()).toBe(7 * DAY_MS);
  });

  it('answers at the same addresses, and at others where somebody listens there by now', async () => {
    const before = await start();
    const after = await restarted(before);
    expect(after.env).toEqual(before.env);

    const beside = await start({ saved: readParts(after.save()) });
    expect(beside.slack.url).not.toBe(after.slack.url);
    expect(beside.slack.workspace.users()).toEqual(after.slack.workspace.users());
  });

  it('goes on with the leads: the next story, and what was late of the last ones', async () => {
    const before = await start();
    const told = [before.leads.arrive(), before.leads.arrive(), before.leads.arrive()];
    const late = told.find((story) => story.late === 'score');

    const after = await restarted(before);
    const next = after.leads.arrive();
    expect(next.number).toBe(4);
    expect(told.map(({ prospect }) => prospect.email)).not.toContain(next.prospect.email);
    expect(late).toBeDefined();
    const waiting = after.leads.save().later.filter(({ story }) => story.number === late?.number);
    expect(waiting).toMatchObject([{ step: { kind: 'hubspot_score' } }]);
    expect(waiting[0]?.inMs).toBeLessThanOrEqual(late?.lateByMs ?? 0);
  });

  it('leaves the stream as it was: paused, or at its pace', async () => {
    const pace = { everyMs: 60_000, first: 0 };
    const first = await start();
    first.beginLeads(pace);
    first.stopLeads();
    const paused = await restarted(first);
    paused.beginLeads(pace);
    expect(paused.leads.running()).toBe(false);

    const before = await start();
    before.startLeads(pace);
    const after = await restarted(before);
    expect(after.leads.running()).toBe(false);
    after.beginLeads({ everyMs: 1, first: 1 });
    expect(after.leads.save().pace).toEqual(pace);
  });

  it('posts what was scheduled, also when its time has passed meanwhile', async () => {
    const before = await start();
    const postAt = Math.floor(before.clock.now().getTime() / 1000) + 3_600;
    const channel = before.slack.workspace.channel('general').id;
    const answer = await fetch(`${before.slack.apiUrl}chat.scheduleMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${before.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel, text: 'Later', post_at: postAt }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });

    const after = await restarted(before);
    after.clock.moveBy(2 * 3_600_000);
    await vi.waitFor(() =>
      expect(after.slack.workspace.messages('general').map(({ text }) => text)).toEqual(['Later']),
    );
  });

  it('tells the next app what the last one had not taken', async () => {
    const before = await start();
    before.pointAt('http://127.0.0.1:9');
    const { id } = before.hubspot.createContact({ email: 'a@b.example' });
    await vi.waitFor(() => expect(readParts(before.save()).hubspot.undelivered).toMatchObject([{ attempt: 1 }]));

    const saved = readParts(before.save());
    const owed = saved.hubspot.undelivered.flatMap(({ events }) => events.map((event) => event['objectId']));
    expect(new Set(owed)).toEqual(new Set([Number(id)]));
  });

  it('can start over: a new world, at the real time, of which those who watch are told', async () => {
    const sandbox = await start();
    sandbox.clock.moveBy(DAY_MS);
    sandbox.slack.workspace.as('ana').say('general', 'Hello');
    sandbox.hubspot.createContact({ email: 'a@b.example' });
    const told = vi.fn();
    sandbox.onStartOver(told);
    sandbox.startOver();
    expect(told).toHaveBeenCalledOnce();
    expect(sandbox.clock.aheadMs()).toBe(0);
    expect(sandbox.slack.workspace.messages('general')).toEqual([]);
    expect(sandbox.hubspot.records('contacts')).toEqual([]);
    const { ts } = sandbox.slack.workspace.as('ana').say('general', 'Hello again');
    expect(Number(ts)).toBeLessThan(Date.now() / 1000 + 60);
  });
});

describe('The file of a sandbox', () => {
  it('follows each change within seconds, and is for its owner alone', async () => {
    const sandbox = await start();
    const keeper = await keepSaved({ sandbox, dataDir, onTrouble: (sentence) => expect.fail(sentence) });
    sandbox.slack.workspace.as('ana').say('general', 'Keep this');
    await vi.waitFor(async () => expect((await readWorld(worldFile(dataDir))).kind).toBe('found'), { timeout: 3_000 });
    await keeper.close();
    const found = await readWorld(worldFile(dataDir));
    if (found.kind !== 'found') throw new Error(found.kind);
    const after = await start({ saved: found.saved });
    expect(after.slack.workspace.messages('general').map(({ text }) => text)).toEqual(['Keep this']);
    expect((await stat(worldFile(dataDir))).mode & 0o777).toBe(0o600);
  });

  it('loses nothing when the process is killed: what came after the last save is in a journal', async () => {
    const sandbox = await start();
    const keeper = await keepSaved({ sandbox, dataDir, onTrouble: (sentence) => expect.fail(sentence) });
    const { hubspot, salesforce, slack, clock } = sandbox;
    const first = slack.workspace.as('ana').say('general', 'Before');
    const lead = salesforce.createLead({ LastName: 'Doe', Company: 'Initech', Email: 'joe@initech.example' });
    await keeper.save();
    clock.moveBy(DAY_MS);
    slack.workspace.as('bo').say('general', 'After');
    slack.workspace.as('bo').join('enterprise-leads');
    slack.workspace.as('bo').read('enterprise-leads', first.ts);
    const company = hubspot.createCompany({ name: 'Globex', domain: 'globex.example' });
    const contact = hubspot.createContact({ email: 'jane@globex.example' }, { companyId: company.id });
    const other = hubspot.createContact({ email: 'jane.doe@globex.example' });
    hubspot.merge('contacts', contact.id, other.id);
    salesforce.setOwner('Lead', lead, 'ana@acme.test');
    const story = sandbox.leads.arrive();
    // Nothing is said goodbye to: what is on disk now is what a killed process leaves.
    const found = await findSaved({ dataDir: await killed(), fresh: false });
    await keeper.close();

    expect(found.saved).not.toBeNull();
    const after = await start({ ...(found.saved !== null && { saved: found.saved }), since: found.since });
    expect(after.slack.workspace.messages('general').map(({ text }) => text)).toEqual(['Before', 'After']);
    expect(after.slack.workspace.as('bo').lastRead('enterprise-leads')).toBe(first.ts);
    expect(after.clock.aheadMs()).toBe(DAY_MS);
    expect(after.hubspot.records('contacts')).toEqual(hubspot.records('contacts'));
    expect(after.hubspot.record('contacts', other.id)?.id).toBe(contact.id);
    expect(after.hubspot.associated({ object: 'contacts', id: contact.id }, 'companies')).toEqual([company.id]);
    expect(after.salesforce.records('Lead')).toEqual(salesforce.records('Lead'));
    expect(after.leads.arrive().number).toBe(story.number + 1);
  });

  it('says when it cannot be written, once', async () => {
    const sandbox = await start();
    const told: string[] = [];
    const keeper = await keepSaved({ sandbox, dataDir, onTrouble: (sentence) => void told.push(sentence) });
    await mkdir(`${worldFile(dataDir)}.new`);
    await expect(keeper.save()).rejects.toThrow('EISDIR');
    for (const text of ['One', 'Two']) {
      sandbox.slack.workspace.as('ana').say('general', text);
      await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 3_000 });
    }
    expect(told).toEqual([expect.stringContaining('The sandbox cannot be saved')]);
    await expect(keeper.close()).rejects.toThrow('EISDIR');
  });

  it.each([
    {
      when: 'it is of another version',
      change: (text: string) => text.replace(/sandbox \d+/u, 'sandbox 0'),
      because: 'version',
    },
    { when: 'it is damaged', change: (text: string) => `${text.slice(0, -1)}x`, because: 'damaged' },
    { when: 'it is something else', change: () => 'hello', because: 'no file of a sandbox' },
    { when: 'it is empty', change: () => '', because: 'no file of a sandbox' },
    {
      when: 'the company changed',
      change: (text: string) => text.replace(/ [0-9a-f]{16} /u, ' 0123456789abcdef '),
      because: 'company',
    },
  ])('is not used when $when', async ({ change, because }) => {
    const sandbox = await start();
    const file = worldFile(dataDir);
    await writeWorld(file, sandbox.save(), 1);
    await writeFile(file, change((await readFile(file)).toString('latin1')), 'latin1');
    expect(await readWorld(file)).toEqual({ kind: 'unusable', because: expect.stringContaining(because) });
  });
});
