// What people do in the page and see of it, by what is written there: the words of these tests.
import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Stage } from './stage.ts';

export interface NewLead {
  readonly name: string;
  readonly company?: string;
  readonly employees?: number;
  readonly score?: number;
}

/** A visitor of the website becomes a contact in HubSpot; a large company's is announced to #enterprise-leads. */
export function arrive(
  { sandbox }: Stage,
  { name, company = 'Northwind', employees = 1_200, score = 92 }: NewLead,
): string {
  const [firstname = name, lastname = name] = name.split(' ');
  const email = `${name.toLowerCase().replace(' ', '.')}@${company.toLowerCase().replaceAll(' ', '-')}.example`;
  const { id } = sandbox.hubspot.createCompany({ name: company, numberofemployees: String(employees) });
  const properties = { email, firstname, lastname, lifecyclestage: 'lead', hubspotscore: String(score) };
  return sandbox.hubspot.createContact(properties, { companyId: id }).id;
}

/** The list of messages of the channel or direct message that is open. */
export function messages(page: Page | Locator): Locator {
  return page.getByRole('region', { name: /^Messages in/u });
}

/** The message that speaks of somebody and has buttons. */
export function card(place: Page | Locator, name: string): Locator {
  const page = 'page' in place ? place.page() : place;
  const rows = messages(place).locator('.chat-row').filter({ hasText: name });
  return rows.filter({ has: page.getByRole('button', { name: 'Why?' }) });
}

export function press(of: Locator, button: string): Promise<void> {
  return of.getByRole('button', { name: button, exact: true }).click();
}

/** Notes that only this person sees, the last one last. */
export function notes(page: Page | Locator): Locator {
  return messages(page).locator('.chat-row').filter({ hasText: 'Only visible to you' });
}

/** Until somebody sees it. */
export function sees(place: Page | Locator, text: string | RegExp): Promise<void> {
  return place.getByText(text).first().waitFor();
}

export function composer(page: Page | Locator): Locator {
  return page.getByRole('textbox', { name: /^Message/u });
}

/** Writes as people do, and sends with Enter. */
export async function write(page: Page | Locator, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** With patience for a busy machine. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 20_000, interval: 30 });
}
