// What the org says about its own objects: fields, types, pick lists. Asked for once in a while, not once a call.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { SalesforceClient } from './client.ts';

const FieldInfo = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number(),
  createable: z.boolean(),
  externalId: z.boolean(),
  picklistValues: z.array(z.object({ value: z.string(), label: z.string().nullable(), active: z.boolean() })),
});
export type FieldInfo = z.infer<typeof FieldInfo>;

const Describe = z.object({ fields: z.array(FieldInfo) });

/** Fields by their API name. */
export type ObjectInfo = ReadonlyMap<string, FieldInfo>;

export interface Metadata {
  /** Of any object, `Opportunity` or `Offer__c`. Throws Fault `forbidden` where our user may not see it. */
  describe(sobject: string): Promise<ObjectInfo>;
  /** The next describe asks the org again. */
  forget(): void;
}

/** An admin's new field is seen after this long, or at the next check of the mapping. */
const KEEP_MS = 60 * 60_000;

/** Compound fields hold an object of parts; their parts are fields of their own. */
const COMPOUND = new Set(['address', 'location', 'complexvalue', 'base64']);

export function createMetadata(client: SalesforceClient): Metadata {
  const known = new Map<string, { readonly info: Promise<ObjectInfo>; readonly until: number }>();

  async function ask(sobject: string): Promise<ObjectInfo> {
    const path = `/sobjects/${sobject}/describe`;
    const call = { kind: 'describe', effect: 'read', urgency: 'normal', method: 'GET', path } as const;
    const { fields } = await client.call(call, Describe).catch((error: unknown) => {
      throw invisible(sobject, error);
    });
    return new Map(fields.filter(({ type }) => !COMPOUND.has(type)).map((field) => [field.name, field]));
  }

  return {
    describe(sobject) {
      const kept = known.get(sobject);
      if (kept !== undefined && performance.now() < kept.until) return kept.info;
      const info = ask(sobject);
      known.set(sobject, { info, until: performance.now() + KEEP_MS });
      info.catch(() => known.delete(sobject));
      return info;
    },
    forget() {
      known.clear();
    },
  };
}

// To Salesforce an object that the user may not see does not exist.
function invisible(sobject: string, error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'not_found') return error;
  return new Fault('forbidden', `the Salesforce user may not see the object ${sobject}`, { cause: error });
}
