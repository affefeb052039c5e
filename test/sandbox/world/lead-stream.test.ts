// Leads arrive in the CRMs by themselves, their late parts later, and an app that is connected hears of them.
import { mkdtemp, readdir, readFile, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createLeadStream } from '#sandbox/world/lead-stream.ts';
import type { LeadStream } from '#sandbox/world/lead-stream.ts';
import { createStories } from '#sandbox/world/stories.ts';
import type { LeadStory } from '#sandbox/world/stories.ts';
import { createTeller } from '#sandbox/world/tell-story.ts';
import { eavesdrop } from '../../support/eavesdrop.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { silentLog } from '../../support/silent-log.ts';

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

function kept<T extends { close(): Promise<void> | void }>(one: T): T {
  open.push(one);
  return one;
}

/** A stream whose late parts come after 30 ms. */
function quickStream(sandbox: Sandbox, changes: Partial<LeadStory>): LeadStream {
  const { next } = createStories(7, () => false);
  return kept(
    createLeadStream({
      nextStory: () => ({ ...next(), lateByMs: 30, ...changes }),
      teller: createTeller(sandbox),
      chance: () => 0.5,
      log: silentLog,
    }),
  );
}

describe('the stream of leads', () => {
  it('brings the first ones in quick succession and stops when told', async () => {
    const sandbox = kept(await aSandbox());
    sandbox.startLeads({ everyMs: 10, first: 2 });
    await vi.waitFor(() => expect(sandbox.hubspot.records('contacts').length).toBeGreaterThanOrEqual(3));
    sandbox.stopLeads();
    expect(sandbox.leads.running()).toBe(false);
  });

  it('ties a contact to its company, which colleagues share', async () => {
    const sandbox = kept(await aSandbox());
    const story = sandbox.leads.arrive();
    const contact = sandbox.hubspot.records('contacts')[0];
    const [companyId = ''] = sandbox.hubspot.associated({ object: 'contacts', id: contact?.id ?? '' }, 'companies');
    expect(contact?.properties).toMatchObject({ email: story.prospect.email, hubspotscore: String(story.score) });
    expect(sandbox.hubspot.record('companies', companyId)?.properties).toMatchObject({
      name: story.prospect.company?.name,
      numberofemployees: String(story.prospect.company?.employees),
    });
  });

  it('lets the score arrive after the contact', async () => {
    const sandbox = kept(await aSandbox());
    const { number, score } = quickStream(sandbox, { via: 'hubspot', late: 'score' }).arrive();
    const scoreNow = (): unknown => sandbox.hubspot.records('contacts')[0]?.properties['hubspotscore'];
    expect(number).toBe(1);
    expect(scoreNow()).toBeUndefined();
    await vi.waitFor(() => expect(scoreNow()).toBe(String(score)));
  });

  it('lets the company arrive after the contact', async () => {
    const sandbox = kept(await aSandbox());
    const { prospect } = quickStream(sandbox, { via: 'hubspot', late: 'company' }).arrive();
    expect(sandbox.hubspot.records('companies')).toEqual([]);
    await vi.waitFor(() =>
      expect(sandbox.hubspot.records('contacts')[0]?.properties['company']).toBe(prospect.company?.name),
    );
  });

  it('brings the same person into Salesforce, owned by the queue', async () => {
    const sandbox = kept(await aSandbox());
    const { prospect } = quickStream(sandbox, { via: 'both', late: 'nothing' }).arrive();
    await vi.waitFor(() => expect(sandbox.salesforce.records('Lead').length).toBe(1));
    expect(sandbox.salesforce.records('Lead')[0]).toMatchObject({
      Email: prospect.email,
      OwnerId: sandbox.salesforce.ownerId('Inbound Leads'),
    });
    expect(sandbox.hubspot.records('contacts')[0]?.properties['email']).toBe(prospect.email);
  });

  it('goes on when a lead was deleted before its late part came', async () => {
    const sandbox = kept(await aSandbox());
    const warnings: string[] = [];
    const { next } = createStories(7, () => false);
    const stream = kept(
      createLeadStream({
        nextStory: () => ({ ...next(), via: 'hubspot', late: 'score', lateByMs: 20 }),
        teller: createTeller(sandbox),
        chance: () => 0.5,
        log: { ...silentLog, warn: (message) => warnings.push(message) },
      }),
    );
    stream.arrive();
    sandbox.hubspot.deleteRecord('contacts', sandbox.hubspot.records('contacts')[0]?.id ?? '');
    await vi.waitFor(() => expect(warnings).toEqual(['a lead of the sandbox did not go through']));
    expect(stream.arrive().number).toBe(2);
  });
});

describe('an app that is connected', () => {
  it('is waited for until it is ready, and hears signed webhooks of both CRMs', async () => {
    let asked = 0;
    const app = kept(await eavesdrop(({ path }) => (path === '/readyz' && (asked += 1) < 3 ? 503 : 200)));
    const sandbox = kept(await aSandbox());
    expect(await sandbox.connect(app.url)).toEqual({ kind: 'ready' });
    sandbox.hubspot.createContact({ email: 'dana@one.example' });
    sandbox.salesforce.createLead({ LastName: 'Whitfield', Company: 'One' });
    const heardAt = (path: string) => app.heard.find((one) => one.path === path);
    await vi.waitFor(() => expect(heardAt('/webhooks/hubspot') && heardAt('/webhooks/salesforce')).toBeDefined());
    expect(heardAt('/webhooks/hubspot')?.headers['x-hubspot-signature-v3']).toMatch(/=$/u);
    expect(heardAt('/webhooks/salesforce')?.headers['x-signalbox-signature']).toMatch(/^sha256=/u);
  });

  it('hears nothing any more once another one took its place', async () => {
    const [before, after] = [kept(await eavesdrop()), kept(await eavesdrop())];
    const sandbox = kept(await aSandbox());
    sandbox.pointAt(before.url);
    sandbox.pointAt(after.url);
    sandbox.hubspot.createContact({ email: 'dana@one.example' });
    await sandbox.slack.workspace.as('ana').command('/lead', 'open', 'general');
    await vi.waitFor(() =>
      expect(after.heard.map(({ path }) => path).toSorted()).toEqual(['/slack/events', '/webhooks/hubspot']),
    );
    expect(before.heard).toEqual([]);
  });
});

describe('the data folder', () => {
  it('names the addresses for other processes as long as the sandbox runs', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-sandbox-'));
    const sandbox = await aSandbox({ dataDir });
    const named: unknown = JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8'));
    expect(named).toEqual(sandbox.env);
    await sandbox.close();
    expect(await readdir(dataDir)).toEqual([]);
    await rmdir(dataDir);
  });
});
