// `npm run screenshots [-- leads | kpis | anomalies]`: draws the README's pictures into docs/images, from a real run on a fixed seed and
// a fixed day.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { startSandbox } from '#sandbox/start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';
import { openBrowser } from '../test/browser/support/chromium.ts';
import { approve, plan, request } from '../test/browser/support/campaign-hands.ts';
import { openPlace } from '../test/browser/support/place.ts';
import { silentLog } from '../test/support/silent-log.ts';

/** A Tuesday morning in Berlin. */
const DAY = new Date('2026-03-03T09:41:00Z');
const SEED = 7;
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = join(PROJECT, 'docs', 'images');
const QUALITY = 82;
const FILLED_WITHIN_MS = 5 * MINUTE_MS;
const SIZE = { width: 1280, height: 800 };
/** Two cards, one below the other. */
const TALL = { width: 1280, height: 1000 };
const TALLER = { width: 1280, height: 1120 };
/** One message with its chart. */
const SHORT = { width: 1280, height: 960 };
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const CHANNEL = 'enterprise-leads';

interface Lead {
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly employees: number;
  readonly score: number;
  readonly industry: string;
  readonly country: string;
}

const LEADS: readonly Lead[] = [
  {
    name: 'Jonas Weber',
    title: 'Head of Marketing',
    company: 'Nordwind Energie',
    employees: 2_400,
    score: 91,
    industry: 'OIL_ENERGY',
    country: 'Germany',
  },
  {
    name: 'Priya Raman',
    title: 'VP Operations',
    company: 'Halden Logistics',
    employees: 1_240,
    score: 87,
    industry: 'LOGISTICS_AND_SUPPLY_CHAIN',
    country: 'Sweden',
  },
];

/** What is drawn in one sandbox, by name; all unless one is named. */
const SETS: Readonly<Record<string, { readonly past: SandboxOptions['past']; readonly draw: typeof drawAll }>> = {
  leads: { past: false, draw: drawAll },
  kpis: { past: { leads: 6_000, months: 18 }, draw: drawKpis },
  anomalies: { past: { leads: 14_000, months: 6, ahead: 20 }, draw: drawAnomalies },
};

async function draw({ past, draw: drawSet }: (typeof SETS)[string]): Promise<void> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const home = await mkdtemp(join(tmpdir(), 'signalbox-screenshots-'));
    ends.push(() => rm(home, { recursive: true }));
    const sandbox = await startSandbox({ seed: SEED, startAt: DAY, ...(past === undefined ? {} : { past }) });
    ends.push(() => sandbox.close());
    const settings = { DATA_DIR: home, PLAYBOOK: join(PROJECT, 'playbook.yaml') };
    const { url } = await openPlace({ sandbox, settings, log: silentLog }, (end) => ends.push(end));
    const browser = await openBrowser();
    ends.push(() => browser.close());
    await mkdir(IMAGES, { recursive: true });
    await drawSet({ browser, sandbox, url });
  } finally {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
}

interface Scene {
  readonly browser: Browser;
  readonly sandbox: Sandbox;
  readonly url: string;
}

async function drawAll(scene: Scene): Promise<void> {
  const page = await open(scene, `/?as=ana&channel=${CHANNEL}`, { viewport: TALL });
  const contacts: string[] = [];
  // One after the other, so that the cards are always in this order.
  for (const lead of LEADS) {
    contacts.push(arrive(scene.sandbox, lead));
    await card(page, lead.name).waitFor();
  }
  await page.getByText('Salesforce opportunity').nth(1).waitFor();
  scene.sandbox.clock.moveBy(4 * MINUTE_MS);
  await card(page, 'Jonas Weber').getByRole('button', { name: 'Claim' }).click();
  await page.getByText('1 reply').waitFor();
  await card(page, 'Jonas Weber').getByText('CRM owner').waitFor();
  await shoot(page, 'card');

  const two = await open(scene, `/?as=ana&channel=${CHANNEL}&with=bo&with-channel=${CHANNEL}`);
  await card(two, 'Priya Raman').nth(1).getByRole('button', { name: 'Claim' }).click();
  await two.getByText('Priya Raman is yours').first().waitFor();
  await card(two, 'Priya Raman').first().getByText('Claimed').waitFor();
  const ana = two.getByRole('textbox', { name: /^Message/u }).first();
  await ana.fill('/lead claim Priya Raman');
  await ana.press('Enter');
  await two.getByText('Bo Lindqvist has Priya Raman already').first().waitFor();
  await shoot(two, 'side-by-side');

  const record = await open(scene, `/?tab=hubspot&object=contacts&id=${contacts.at(-1) ?? ''}`);
  await record.getByText('Changed by Signalbox').first().waitFor();
  await shoot(record, 'crm');

  await drawApproval(scene);

  const dark = await open(scene, `/?as=bo&channel=${CHANNEL}`, { colorScheme: 'dark' });
  await card(dark, 'Priya Raman').getByRole('button', { name: 'Why?' }).click();
  await dark.getByRole('dialog').waitFor();
  await shoot(dark, 'dark');
}

/** A campaign that two of three have approved: the form, the request, the campaign's own card. */
async function drawApproval(scene: Scene): Promise<void> {
  const mia = await open(scene, '/?as=mia&channel=approvals', { viewport: TALL });
  const key = await plan(scene.url, mia, {
    topic: 'pipeline reviews',
    budget: '25,000',
    audience: 'EMEA newsletter',
    onForm: () => picture(mia, 'campaign-form'),
  });
  await approve(await open(scene, '/?as=nora&channel=approvals'), key);
  await approve(await open(scene, '/?as=vera&channel=approvals'), key);
  await request(mia, key).getByText('1 of 2').waitFor();
  const carl = await open(scene, '/?as=carl&channel=approvals', { viewport: TALL });
  await request(carl, key).getByText('1 of 2').waitFor();
  await picture(carl, 'approval');
  await approve(carl, key);
  const live = await open(scene, '/?as=mia&channel=campaigns', { viewport: TALL });
  await live.getByText('2027-03-webinar-pipeline-reviews').first().waitFor();
  await live.getByText('Salesforce: live').last().waitFor();
  await shoot(live, 'campaign-live');
}

/** An answer, once the past is read. */
async function drawKpis(scene: Scene): Promise<void> {
  const oskar = await openFilled(scene);
  const message = oskar.getByRole('textbox', { name: /^Message/u }).first();
  await message.fill('/kpi pipeline_sourced last quarter by source');
  await message.press('Enter');
  await oskar.getByRole('button', { name: 'Edit query' }).first().waitFor();
  await shoot(oskar, 'kpi');
}

async function openFilled(scene: Scene): Promise<Page> {
  const oskar = await open(scene, '/?as=oskar&channel=revops', { viewport: TALLER });
  for (const crm of ['HubSpot', 'Salesforce']) {
    await oskar.getByText(`Everything in ${crm} is read`).first().waitFor({ timeout: FILLED_WITHIN_MS });
  }
  await oskar.getByRole('button', { name: 'Put the tour away' }).click();
  return oskar;
}

/** A fall of traffic, once its first whole day is over. */
async function drawAnomalies(scene: Scene): Promise<void> {
  const { clock, life } = scene.sandbox;
  const oskar = await openFilled(scene);
  await lookedAt(scene, '2 Mar');
  life?.setDry(true);
  clock.moveBy(DAY_MS);
  await lookedAt(scene, '3 Mar');
  clock.moveBy(DAY_MS);
  await lookedAt(scene, '4 Mar');
  const told = oskar.locator('.chat-row').filter({ hasText: 'What explains it' }).last();
  await told.locator('img').last().waitFor({ timeout: FILLED_WITHIN_MS });
  await oskar.setViewportSize(SHORT);
  await told.scrollIntoViewIfNeeded();
  await shoot(oskar, 'incident');
}

/** Until the playbook's watches have been looked at up to this day. */
async function lookedAt(scene: Scene, day: string): Promise<void> {
  const vera = await open(scene, '/?as=vera&channel=revops');
  const message = vera.getByRole('textbox', { name: /^Message/u }).first();
  const until = Date.now() + FILLED_WITHIN_MS;
  for (;;) {
    await message.fill('/kpi watches leads');
    await message.press('Enter');
    const answer = vera.getByText(`looked at up to ${day}`).last();
    const seen = await answer.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (seen) break;
    if (Date.now() > until) throw new Error(`The watches have not been looked at up to ${day}`);
  }
  await vera.context().close();
}

function card(page: Page, name: string): ReturnType<Page['locator']> {
  return page
    .locator('.chat-row')
    .filter({ hasText: name })
    .filter({ has: page.getByRole('button', { name: 'Why?' }) });
}

function arrive({ hubspot }: Sandbox, lead: Lead): string {
  const { name, title, company, employees, score, industry, country } = lead;
  const domain = `${company.toLowerCase().replaceAll(' ', '-')}.example`;
  const [firstname = '', lastname = ''] = name.split(' ');
  const { id } = hubspot.createCompany({
    name: company,
    domain,
    industry,
    country,
    numberofemployees: String(employees),
  });
  const contact = {
    firstname,
    lastname,
    country,
    email: `${firstname}.${lastname}@${domain}`.toLowerCase(),
    jobtitle: title,
    lifecyclestage: 'marketingqualifiedlead',
    hubspotscore: String(score),
  };
  return hubspot.createContact(contact, { companyId: id }).id;
}

async function open({ browser, url }: Scene, at: string, look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...look,
  });
  const page = await context.newPage();
  await page.goto(`${url}${at}`);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await page.context().close();
}

/** WebP, a third of the PNG; only the browser's own protocol can. */
async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  await page.evaluate(DRAWN);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const file = join(IMAGES, `${name}.webp`);
  await writeFile(file, Buffer.from(data, 'base64'));
  process.stdout.write(`docs/images/${name}.webp  ${Math.round((data.length * 0.75) / 1024)} kB\n`);
}

const [wanted] = process.argv.slice(2);
for (const [name, set] of Object.entries(SETS)) if (wanted === undefined || wanted === name) await draw(set);
