import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding, PublishedHead, Verdict } from '#features/audit/findings.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import { verifyLog } from '#features/audit/verify-log.ts';
import { aSealedLog, forgeChain, tamper, write } from '../../support/audit-log.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const ENTRIES = 8;

beforeEach(() => aSealedLog(db, ENTRIES));

async function verified(heads: readonly PublishedHead[] = []): Promise<Verdict> {
  return verifyLog(db.database.sealedLog, { heads });
}

async function found(heads: readonly PublishedHead[] = []): Promise<readonly Finding[]> {
  return (await verified(heads)).findings;
}

async function published(): Promise<PublishedHead> {
  const head = await db.database.seals.head();
  if (head === null) throw new Error('nothing is sealed');
  return { ...head, at: '2026-03-02T12:00:00.000Z' };
}

describe('a log that nobody touched', () => {
  it('is sound, with the heads that were published and entries that wait', async () => {
    const first = await published();
    await write(db, 2, ENTRIES + 1);
    await sealLog(db.database.seals);
    const second = await published();
    await write(db, 3, ENTRIES + 3);
    expect(await verified([first, second])).toEqual({
      sealed: ENTRIES + 2,
      head: { seq: second.seq, hash: second.hash },
      waiting: 3,
      agreeing: 2,
      findings: [],
      more: 0,
    });
  });

  it('is sound when it is empty', async () => {
    await aSealedLog(db, 0);
    expect(await verified()).toMatchObject({ sealed: 0, head: null, findings: [] });
  });

  it('tells how far it is', async () => {
    const told: number[] = [];
    await verifyLog(db.database.sealedLog, { heads: [], onProgress: (sealed) => told.push(sealed) });
    expect(told).toEqual([ENTRIES]);
  });
});

describe('an entry that was edited', () => {
  it.each([
    `at = at + interval '1 millisecond'`,
    `action = 'lead.released'`,
    `actor = 'person:U0BO'`,
    `subject = 'lead:other'`,
    `before = jsonb_set(before, '{state}', '"offered"')`,
    `before = NULL`,
    `before = 'null'`,
    `after = after || '{"x": 1}'`,
    `playbook_version = 4`,
    `playbook_version = NULL`,
    `correlation_id = correlation_id || ' '`,
  ])('is found: %s', async (change) => {
    await tamper(db, `UPDATE audit SET ${change} WHERE id = 4`);
    expect(await found()).toEqual([{ kind: 'edited', seq: 4, id: '4' }]);
  });

  it('is found under another id', async () => {
    await tamper(db, `UPDATE audit SET id = 99 WHERE id = 4`);
    expect(await found()).toEqual([
      { kind: 'deleted', seq: 4, id: '4' },
      { kind: 'inserted', seq: null, id: '99' },
    ]);
    await tamper(db, `UPDATE audit_seal SET audit_id = 99 WHERE seq = 4`);
    expect(await found()).toEqual([{ kind: 'edited', seq: 4, id: '99' }]);
  });

  it('is found at the end of the log, and beside others', async () => {
    await tamper(db, `UPDATE audit SET actor = 'person:U0BO' WHERE id IN (2, 3, ${ENTRIES})`);
    expect((await found()).map(({ kind, ...rest }) => [kind, 'id' in rest && rest.id])).toEqual([
      ['edited', '2'],
      ['edited', '3'],
      ['edited', String(ENTRIES)],
    ]);
  });
});

describe('entries that are not where they were', () => {
  it('are found when one is deleted', async () => {
    await tamper(db, `DELETE FROM audit WHERE id = 5`);
    expect(await found()).toEqual([{ kind: 'deleted', seq: 5, id: '5' }]);
  });

  it('are found when seals go with them', async () => {
    await tamper(db, `DELETE FROM audit WHERE id IN (3, 4); DELETE FROM audit_seal WHERE seq IN (3, 4)`);
    expect(await found()).toEqual([{ kind: 'seals_cut', from: 3, to: 4 }]);
  });

  it('are found when the first go', async () => {
    await tamper(db, `DELETE FROM audit WHERE id < 3; DELETE FROM audit_seal WHERE seq < 3`);
    expect(await found()).toEqual([{ kind: 'seals_cut', from: 1, to: 2 }]);
  });

  it('are found when the seals that follow are renumbered', async () => {
    await tamper(
      db,
      `DELETE FROM audit WHERE id = 4; DELETE FROM audit_seal WHERE seq = 4;
      UPDATE audit_seal SET seq = -seq WHERE seq > 4; UPDATE audit_seal SET seq = -seq - 1 WHERE seq < 0`,
    );
    expect(await found()).toMatchObject([{ seq: 4 }, { seq: 5 }, { seq: 6 }, { seq: 7 }]);
  });

  it('are found when two change places', async () => {
    await tamper(
      db,
      `UPDATE audit SET id = -3 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 6;
      UPDATE audit SET id = 6 WHERE id = -3`,
    );
    expect(await found()).toEqual([
      { kind: 'swapped', seq: 3, id: '3', other: '6' },
      { kind: 'swapped', seq: 6, id: '6', other: '3' },
    ]);
  });

  it('are found when their seals change places', async () => {
    await tamper(
      db,
      `UPDATE audit_seal SET audit_id = -3 WHERE seq = 3; UPDATE audit_seal SET audit_id = 3 WHERE seq = 6;
      UPDATE audit_seal SET audit_id = 6 WHERE seq = 3`,
    );
    expect(await found()).toEqual([
      { kind: 'swapped', seq: 3, id: '6', other: '3' },
      { kind: 'swapped', seq: 6, id: '3', other: '6' },
    ]);
  });
});

describe('an entry that was slipped in', () => {
  const forged = (id: number): string =>
    `INSERT INTO audit (id, at, action, actor, subject, correlation_id)
     VALUES (${id}, now(), 'lead.claimed', 'person:U0BO', 'lead:1', 'forged')`;

  it('is found when the sealer was not told', async () => {
    await tamper(db, forged(-1));
    expect(await found()).toEqual([{ kind: 'inserted', seq: null, id: '-1' }]);
  });

  it('is found when it was given a seal outside of the chain', async () => {
    await tamper(db, `${forged(-1)}; INSERT INTO audit_seal VALUES (0, -1, '\\x00', now())`);
    expect(await found()).toEqual([{ kind: 'inserted', seq: null, id: '-1' }]);
  });

  it('is found when it was sealed with an id of the past', async () => {
    await tamper(
      db,
      `DELETE FROM audit WHERE id = 5; DELETE FROM audit_seal WHERE seq = 5;
      UPDATE audit_seal SET seq = -seq WHERE seq > 5; UPDATE audit_seal SET seq = -seq - 1 WHERE seq < 0;
      UPDATE audit_seal SET sealed_at = sealed_at - interval '2 hours'`,
    );
    await forgeChain(db);
    expect(await found()).toEqual([]);
    await db.rows(forged(5));
    await sealLog(db.database.seals);
    expect(await found()).toEqual([{ kind: 'inserted', seq: ENTRIES, id: '5' }]);
  });
});

describe('seals that were forged', () => {
  it('are found in the middle and at the end', async () => {
    await tamper(db, `UPDATE audit_seal SET hash = sha256('x') WHERE seq = 4`);
    expect(await found()).toEqual([{ kind: 'seal_forged', seq: 4, id: '4' }]);
    await aSealedLog(db, ENTRIES);
    await tamper(db, `UPDATE audit_seal SET hash = sha256('x') WHERE seq = ${ENTRIES}`);
    expect(await found()).toEqual([{ kind: 'edited', seq: ENTRIES, id: String(ENTRIES) }]);
  });

  it('are found when only their time was changed', async () => {
    await tamper(db, `UPDATE audit_seal SET sealed_at = sealed_at + interval '1 millisecond' WHERE seq = 2`);
    expect(await found()).toEqual([{ kind: 'edited', seq: 2, id: '2' }]);
  });

  it('are found by a published head when the whole chain was made anew', async () => {
    await aSealedLog(db, 3);
    const before = await published();
    await write(db, 3, 4);
    await sealLog(db.database.seals);
    const after = await published();
    await tamper(db, `UPDATE audit SET actor = 'person:U0BO' WHERE id = 5`);
    await forgeChain(db);
    expect(await found()).toEqual([]);
    expect(await verified([before, after])).toMatchObject({
      agreeing: 1,
      findings: [{ kind: 'rewritten', head: after, since: 3 }],
    });
  });
});

describe('a log whose end is missing', () => {
  it('is found by a published head', async () => {
    const head = await published();
    await tamper(db, `DELETE FROM audit WHERE id > 5; DELETE FROM audit_seal WHERE seq > 5`);
    expect(await found()).toEqual([]);
    expect(await found([head])).toEqual([{ kind: 'end_cut', head, end: 5 }]);
    await aSealedLog(db, 0);
    expect(await found([head])).toEqual([{ kind: 'end_cut', head, end: 0 }]);
  });

  it('is found when it went on from there, as after the restore of a backup', async () => {
    const head = await published();
    await tamper(db, `DELETE FROM audit WHERE id > 5; DELETE FROM audit_seal WHERE seq > 5`);
    await write(db, 6, 100);
    await sealLog(db.database.seals);
    expect(await found([head])).toEqual([{ kind: 'rewritten', head, since: 0 }]);
  });

  it('is found where entries were deleted before they were sealed', async () => {
    await write(db, 2, 100);
    await tamper(db, `DELETE FROM audit WHERE id = ${ENTRIES + 1}`);
    expect(await found()).toEqual([{ kind: 'deleted_unsealed', id: String(ENTRIES + 1) }]);
    await sealLog(db.database.seals);
    expect(await found()).toEqual([{ kind: 'deleted_unsealed', id: String(ENTRIES + 1) }]);
  });
});
