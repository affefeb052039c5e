// The HubSpot adapter on a local HubSpot with a past, for one test; its calls are counted by kind.
import { onTestFinished } from 'vitest';
import type { Crm, FieldMap } from '#ports/crm.ts';
import type { HistoryKind, HistoryRow } from '#ports/crm-history.ts';
import type { HubspotSandboxOptions } from '#sandbox/hubspot/server.ts';
import { openHubspot } from './a-hubspot-crm.ts';

export const made = new Date('2026-01-05T09:00:00Z');
export const changed = new Date('2026-02-10T09:00:00Z');
export const campaignId = '5a9dbe00-0000-4000-8000-000000000001';
export const formId = '5a9dbe00-0000-4000-9000-000000000001';

export async function open(sandbox: Partial<HubspotSandboxOptions> = {}, map?: FieldMap) {
  const calls: string[] = [];
  const meter = { called: ({ kind }: { kind: string }) => void calls.push(kind), used: () => undefined };
  const opened = await openHubspot({ sandbox, crm: { meter } });
  const crms: Crm[] = [];
  function connect(): Crm {
    const crm = opened.connect(map);
    crms.push(crm);
    return crm;
  }
  onTestFinished(async () => {
    await Promise.all(crms.map((crm) => crm.close()));
    await opened.hubspot.close();
  });
  return { ...opened, crm: connect(), connect, calls };
}

export type Opened = Awaited<ReturnType<typeof open>>;

export async function listed(
  crm: Crm,
  kind: HistoryKind,
  restarted: () => Crm = () => crm,
): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  let cursor: string | null = null;
  do {
    const page = await restarted().history.list(kind, cursor);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

export function contact(n: number, properties: Readonly<Record<string, string>> = {}) {
  const email = `p${n}@x.test`;
  return { id: String(20_000_000_000 + n), createdAt: made, updatedAt: changed, properties: { email, ...properties } };
}
