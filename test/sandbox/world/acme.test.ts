// Acme and the sample playbook speak of the same people and channels, and an app can be set up with what the sandbox says.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { DAY_MS } from '#kernel/time.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { APPROVERS, CHANNELS, GROUPS, PEOPLE, QUEUE, REPS, SEATS } from '#sandbox/world/acme.ts';
import { installedApp } from '#sandbox/world/installed-app.ts';
import { startAcmeSlack } from '#sandbox/world/servers.ts';
import { readConfig } from '../../../src/config.ts';
import { aSandbox } from '../../support/sandbox.ts';

const playbookText = readFileSync(new URL('../../../playbook.yaml', import.meta.url), 'utf8');
const Playbook = z.object({
  roles: z.record(z.string(), z.array(z.string())),
  teams: z.array(z.object({ members: z.array(z.string()) })),
});

describe('Acme and playbook.yaml', () => {
  const playbook = Playbook.parse(parse(playbookText));

  it('have the same people, and every team member has a seat in the CRMs', () => {
    const emails = PEOPLE.map(({ email }) => email);
    for (const email of Object.values(playbook.roles).flat()) expect(emails).toContain(email);
    for (const email of playbook.teams.flatMap(({ members }) => members)) {
      expect(REPS.map((rep) => rep.email)).toContain(email);
    }
  });

  it('have the same channels', () => {
    const named = [...playbookText.matchAll(/'#([\w-]+)'/gu)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(CHANNELS.map((channel) => channel.name)).toContain(name);
  });

  it('have the same groups, and nobody in one is its only member', () => {
    const named = [...playbookText.matchAll(/\bgroup:([\w-]+)/gu)].map(([, handle]) => handle);
    expect(named.length).toBeGreaterThan(0);
    for (const handle of named) {
      expect(GROUPS.find((group) => group.handle === handle)?.members.length).toBeGreaterThan(1);
    }
  });
});

describe("Acme's Slack", () => {
  it.each([
    { channel: 'general', members: PEOPLE.map(({ name }) => name) },
    { channel: 'enterprise-leads', members: ['ana', 'bo', 'mia', 'vera', 'oskar'] },
    { channel: 'smb-leads', members: ['cy', 'mia', 'vera', 'oskar'] },
    { channel: 'inbound-leads', members: ['ana', 'bo', 'cy', 'mia', 'vera', 'oskar'] },
    { channel: 'revops', members: ['mia', 'vera', 'oskar'] },
    { channel: 'approvals', members: ['mia', 'nora', 'vera', 'carl', 'oskar'] },
    { channel: 'campaigns', members: ['mia', 'nora', 'vera', 'oskar'] },
  ])('has in #$channel whom it concerns', ({ channel, members }) => {
    expect(CHANNELS.find(({ name }) => name === channel)?.members).toEqual(members);
  });

  it('allows the app what its manifest asks for, and tells it what that subscribes to', async () => {
    const slack = await startAcmeSlack({ now: () => new Date() });
    onTestFinished(() => slack.close());
    const asked = installedApp();
    expect(asked.botScopes).toContain('chat:write');
    expect([...(slack.workspace.inside().tokens.get(slack.botToken)?.scopes ?? [])]).toEqual(asked.botScopes);
    expect(slack.subscriptions.status().events).toEqual(asked.subscriptions);
  });

  it('has one guest, from elsewhere', () => {
    expect(PEOPLE.filter(({ isGuest }) => isGuest).map(({ email }) => email)).toEqual(['gus@agency.test']);
  });
});

describe('the sandbox', () => {
  const startAt = new Date('2026-11-22T09:00:00Z');
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await aSandbox({ baseline: true, startAt });
  });
  afterAll(() => sandbox.close());

  it('names exactly the settings that make a real deployment', () => {
    const settings = readConfig(sandbox.env);
    expect(settings.kind).toBe('real');
    expect(settings.config).toMatchObject({
      slack: { apiUrl: sandbox.slack.apiUrl, inbound: { kind: 'http' } },
      hubspot: { baseUrl: sandbox.hubspot.url },
      salesforce: { loginUrl: sandbox.salesforce.loginUrl },
    });
  });

  it('gives reps and marketing the same address in Slack, HubSpot and Salesforce, and the others no seat', () => {
    const users = new Set(sandbox.salesforce.records('User').map((row) => row['Email']));
    const seated = SEATS.map(({ email }) => email);
    const inSalesforce = new Set([...SEATS, ...APPROVERS].map(({ email }) => email));
    expect(sandbox.hubspot.owners().map(({ email }) => email)).toEqual(seated);
    for (const { email } of PEOPLE) {
      expect(sandbox.slack.workspace.users().some((user) => user.email === email)).toBe(true);
      expect(users.has(email)).toBe(inSalesforce.has(email));
    }
    expect(sandbox.salesforce.ownerId(QUEUE)).toMatch(/^00G/u);
  });

  it('has old records with owners from before any app came, and none from the future', () => {
    const contacts = sandbox.hubspot.records('contacts');
    expect(contacts.length).toBeGreaterThan(15);
    expect(contacts.some(({ properties }) => properties['hubspot_owner_id'] === '70001')).toBe(true);
    const ages = contacts.map(({ createdAt }) => startAt.getTime() - createdAt.getTime());
    expect(Math.max(...ages)).toBeGreaterThan(50 * DAY_MS);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0.9 * DAY_MS);
    expect(sandbox.hubspot.records('deals').length).toBeGreaterThan(0);
    expect(sandbox.salesforce.records('Opportunity').length).toBeGreaterThan(0);
    expect(sandbox.salesforce.records('Lead').length).toBeGreaterThan(5);
  });

  it('stamps what happens from now on with its clock, which can be moved', () => {
    const moves: number[] = [];
    const stop = sandbox.clock.onMove((ms) => moves.push(ms));
    sandbox.clock.moveBy(DAY_MS);
    stop();
    sandbox.clock.moveBy(0);
    const made = sandbox.hubspot.createContact({ email: 'late@one.example' });
    expect(moves).toEqual([DAY_MS]);
    expect(made.createdAt.getTime()).toBeGreaterThanOrEqual(startAt.getTime() + DAY_MS);
    expect(() => sandbox.clock.moveBy(-1)).toThrow('only moves forward');
  });
});
