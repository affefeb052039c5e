// Records of a CRM as a browser holds them, change by change.
import { describe, expect, it } from 'vitest';
import { byChange, withRecord } from '#sandbox/page/live/records.ts';
import type { RecordNews } from '#sandbox/page/live/records.ts';
import type { CrmRow } from '#sandbox/web/protocol.ts';

const CONTACTS = { crm: 'hubspot', object: 'contacts' } as const;

function aRow(id: string, row: Partial<CrmRow> = {}): CrmRow {
  const at = '2026-11-22T12:00:00Z';
  return { ...CONTACTS, id, title: id, values: {}, createdAt: at, modifiedAt: at, ...row };
}

function news(row: CrmRow, what: RecordNews['what']): RecordNews {
  return { kind: 'record', row, what, changed: [], by: 'HubSpot' };
}

describe('Records that are held', () => {
  const held = [aRow('1'), aRow('2')];

  it('begin with what changed last', () => {
    const changed = aRow('2', { title: 'changed' });
    expect(withRecord(held, CONTACTS, news(changed, 'updated'))).toEqual([changed, held[0]]);
    expect(withRecord(held, CONTACTS, news(aRow('3'), 'created')).map(({ id }) => id)).toEqual(['3', '1', '2']);
  });

  it('are without what was deleted', () => {
    expect(withRecord(held, CONTACTS, news(aRow('1'), 'deleted')).map(({ id }) => id)).toEqual(['2']);
  });

  it('stay the same object when another kind of record changes', () => {
    expect(withRecord(held, CONTACTS, news(aRow('1', { object: 'deals' }), 'updated'))).toBe(held);
  });

  it('are in the order of their last change when they are fetched', () => {
    const rows = [
      aRow('old', { modifiedAt: '2026-11-20T00:00:00Z' }),
      aRow('new', { modifiedAt: '2026-11-21T00:00:00Z' }),
    ];
    expect(byChange(rows).map(({ id }) => id)).toEqual(['new', 'old']);
  });
});
