// Several people at one workspace: who wins, who is told what, who sees what.
import { describe, expect, it } from 'vitest';
import { arrive, card, composer, eventually, messages, notes, press, sees } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const stage = await useStage();

describe.skipIf(stage.absent)('People in the page', () => {
  it('race for a lead in two windows: one wins, the other is told privately, both cards agree', async () => {
    const ana = await stage.open('/?as=ana&channel=enterprise-leads');
    const bo = await stage.open('/?as=bo&channel=enterprise-leads');
    arrive(stage, { name: 'Dana Whitfield' });
    const cards = [card(ana, 'Dana Whitfield'), card(bo, 'Dana Whitfield')];
    await Promise.all(cards.map((each) => each.getByRole('button', { name: 'Claim' }).waitFor()));
    await Promise.all(cards.map((each) => press(each, 'Claim')));

    await Promise.all([ana, bo].map((page) => sees(notes(page), /Dana Whitfield/u)));
    const told = await Promise.all([ana, bo].map((page) => notes(page).last().innerText()));
    const [winner, loser] = told[0]?.includes('is yours') ? ['Ana Ruiz', 'Bo Lindqvist'] : ['Bo Lindqvist', 'Ana Ruiz'];
    expect(told.filter((each) => each.includes('Dana Whitfield is yours'))).toHaveLength(1);
    expect(told.filter((each) => each.includes(`${winner} has Dana Whitfield already`))).toHaveLength(1);
    await Promise.all(cards.map((each) => sees(each, `@${winner}`)));
    const [one, other] = await Promise.all(cards.map((each) => each.getByText('Claimed by').innerText()));
    expect(one).toBe(other);
    expect(one).not.toContain(loser);
  });

  it('fill in a form that says what is wrong with it, mend it, and it is taken', async () => {
    const ana = await stage.open('/?as=ana&channel=enterprise-leads');
    arrive(stage, { name: 'Ned Vance' });
    const lead = card(ana, 'Ned Vance');
    await press(lead, 'Claim');
    await press(lead, 'Hand over');
    const form = ana.getByRole('dialog', { name: 'Hand over' });

    await press(form, 'Hand over');
    await sees(form, /required/iu);
    const colleague = form.getByRole('combobox');
    await colleague.fill('Ana');
    await ana.getByRole('option', { name: /Ana Ruiz/u }).click();
    await press(form, 'Hand over');
    await sees(form, 'They hold this lead already.');

    await colleague.fill('Bo');
    await ana.getByRole('option', { name: /Bo Lindqvist/u }).click();
    await press(form, 'Hand over');
    await form.waitFor({ state: 'detached' });
    await sees(lead, '@Bo Lindqvist');
    expect(await lead.innerText()).not.toContain('@Ana Ruiz');
  });

  it('stand side by side in one window, each with notes and marks of their own', async () => {
    const page = await stage.open('/?as=ana&channel=enterprise-leads&with=cy&with-channel=enterprise-leads');
    arrive(stage, { name: 'Iris Tolland' });
    await eventually(async () => expect(await messages(page).count()).toBe(2));
    const [ana, cy] = [messages(page).nth(0), messages(page).nth(1)];
    await press(card(page, 'Iris Tolland').first(), 'Claim');
    await sees(ana, 'Iris Tolland is yours');
    await sees(cy, /Claimed by/u);
    expect(await cy.getByText('Iris Tolland is yours').count()).toBe(0);
  });

  it('who are guests see the channels that they are in, and nothing of the others', async () => {
    const page = await stage.open('/?as=gus');
    await composer(page).waitFor();
    const channels = await page.getByRole('navigation', { name: 'Conversations' }).innerText();
    expect(channels).toContain('general');
    expect(channels).not.toContain('enterprise-leads');
    await page.goto(`${stage.url}/?as=gus&channel=enterprise-leads`);
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    expect(await card(page, 'Dana').count()).toBe(0);
  });
});
