// The past of the sandbox as Signalbox keeps it: planted in both servers, read through both adapters, put into the tables.
import { createHubspotCrm } from '#adapters/hubspot/crm.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { createSalesforceCrm } from '#adapters/salesforce/crm.ts';
import type { HistoryRules } from '#features/history/store.ts';
import type { Crm } from '#ports/crm.ts';
import type { PastOptions } from '#sandbox/world/past/past.ts';
import { aSandbox } from './sandbox.ts';

export interface PastMirrorInput {
  readonly database: Database;
  readonly past: PastOptions;
  readonly rules: HistoryRules;
  readonly now: Date;
}

/** Reads everything once, as a first fill does. */
export async function fillFromPast({ database, past, rules, now }: PastMirrorInput): Promise<void> {
  // An account that allows much, so that nobody waits.
  const limits = { searchPerSecond: 1_000, burst: 100_000, daily: 1_000_000 };
  const sandbox = await aSandbox({ seed: past.seed, startAt: now, past, hubspot: { limits } });
  const clock = { now: () => now };
  const fieldMap = () => ({});
  const { clientId, clientSecret } = sandbox.salesforce.app;
  const crms: readonly Crm[] = [
    createHubspotCrm({ accessToken: sandbox.hubspot.accessToken, baseUrl: sandbox.hubspot.url, fieldMap, clock }),
    createSalesforceCrm({
      settings: {
        loginUrl: sandbox.salesforce.loginUrl,
        clientId,
        grant: { kind: 'client_credentials', clientSecret },
      },
      fieldMap,
      clock,
    }),
  ];
  try {
    for (const crm of crms) await readAll(crm, database, rules, now);
  } finally {
    for (const crm of crms) await crm.close();
    await sandbox.close();
  }
}

async function readAll({ name, history, users }: Crm, database: Database, rules: HistoryRules, now: Date) {
  await database.stores.directory.putCrmUsers(name, await users());
  for (const kind of await history.kinds()) {
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page = await history.list(kind, cursor);
      await database.stores.history.put(page.rows, rules, now);
      cursor = page.next;
    }
  }
}
