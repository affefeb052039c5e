// What the parts of the CRM contract share: a lead, and how to read and settle.
import { expect } from 'vitest';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Crm, CrmRecord } from '#ports/crm.ts';
import type { CrmHarness } from './crm-harness.ts';

export type Start = () => Promise<CrmHarness>;

export const kim = {
  email: 'kim@globex.test',
  lastName: 'Okafor',
  title: 'CTO',
  score: 91,
  company: { name: 'Globex', employees: 620 },
};

/** The lead as the adapter reads it. */
export async function readLead(crm: Crm, id: string): Promise<CrmRecord> {
  const { found } = await crm.read('lead', [id]);
  const [record] = found;
  if (record === undefined) throw new Error(`lead ${id} was not found`);
  return record;
}

/** A lost answer may surface as an ambiguous fault or be looked into by the adapter; both are right. */
export async function settled(call: Promise<unknown>): Promise<void> {
  const told = await call.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault && error.ambiguous ? 'unclear' : messageOf(error)),
  );
  expect(['done', 'unclear']).toContain(told);
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
