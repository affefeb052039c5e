// The guided tour, all of it, as a newcomer would take it.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './support/accessibility.ts';
import { plan, request } from './support/campaign-hands.ts';
import { arrive, card, eventually, messages, notes, press, sees, write } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const stage = await useStage();

describe.skipIf(stage.absent)('The guided tour', () => {
  it('leads through all its steps and ticks each when it has happened', async () => {
    const claimed = 'Grace Okoye';
    const waiting = 'Emil Nowak';
    arrive(stage, { name: claimed });
    const kept = arrive(stage, { name: waiting });
    const page = await stage.open('/');
    const ana = page.getByRole('group', { name: 'Slack as Ana Ruiz' });

    await takeMeThere(page);
    await press(card(ana, claimed), 'Claim');
    await ticked(page, 'Claim a lead');

    await takeMeThere(page);
    const bo = page.getByRole('group', { name: 'Slack as Bo Lindqvist' });
    await write(bo, `/lead claim ${claimed}`);
    await sees(notes(bo), `Ana Ruiz has ${claimed} already.`);
    await ticked(page, 'Lose a race');

    await takeMeThere(page);
    await press(card(ana, claimed), 'Why?');
    const why = page.getByRole('dialog', { name: 'Why?' });
    await sees(why, 'lead.score > 85 && company.employees > 500');
    await ticked(page, 'See why');
    await page.keyboard.press('Escape');

    await takeMeThere(page);
    const down = page.getByRole('switch', { name: 'HubSpot is down' });
    await down.click();
    await sees(page, 'HubSpot answers 503 to everything now.');
    await part(page, 'Slack');
    await press(card(ana, waiting), 'Claim');
    await sees(notes(ana), `${waiting} is yours`);
    await part(page, 'What happens');
    await page.getByRole('button', { name: '15 minutes later' }).click();
    await part(page, 'Slack');
    await sees(card(ana, waiting), 'HubSpot does not answer at the moment');
    expect(ownerOf(kept)).toBeNull();
    await part(page, 'What happens');
    await down.click();
    await ticked(page, 'Break a CRM, lose nothing');
    await eventually(() => expect(ownerOf(kept)).toBe('70001'));

    await takeMeThere(page);
    const oskar = page.getByRole('group', { name: 'Slack as Oskar Weiß' });
    await write(oskar, '/signalbox audit');
    await sees(messages(oskar), /claimed/iu);
    await ticked(page, 'Read the audit trail');

    await takeMeThere(page);
    const key = await plan(stage.url, page, { topic: 'garden party', budget: '900', audience: 'Neighbours' });
    await ticked(page, 'Ask for a campaign');
    await takeMeThere(page);
    const nora = page.getByRole('group', { name: 'Slack as Nora Whitfield' });
    await press(request(nora, key), 'Approve');
    await ticked(page, 'Say yes, and it goes live');
    await sees(page, '7 of 7');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  function ownerOf(contact: string): string | null {
    return stage.sandbox.hubspot.record('contacts', contact)?.properties['hubspot_owner_id'] || null;
  }
});

function takeMeThere(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Take me there' }).click();
}

function ticked(page: Page, step: string): Promise<void> {
  return page.getByRole('button', { name: new RegExp(`^${step}\\s*, done$`, 'u') }).waitFor();
}

function part(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Parts of the sandbox' }).getByText(name).click();
}
