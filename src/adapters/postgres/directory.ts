// People: Slack's profiles, each CRM's users and stages, and links set by hand. E-mails are kept in lower case.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName, CrmUser, Stage } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { DirectoryStore, OwnerLink } from '#features/people/store.ts';
import type { Queries } from './client.ts';
import { nameOwners, renamedUsers } from './history/name-owners.ts';

const PersonRow = z.object({
  slackId: SlackUserId,
  name: z.string(),
  email: z.string().nullable(),
  timeZone: z.string().nullable(),
  active: z.boolean(),
  away: z.boolean(),
});
const CrmUserRow = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  active: z.boolean(),
  kind: z.enum(['person', 'queue']),
});
const LinkRow = z.object({
  slackId: SlackUserId,
  crm: z.enum(CRM_NAMES),
  userId: z.string(),
  linkedBy: SlackUserId,
  linkedAt: z.date(),
});

export function createDirectoryStore(db: Queries): DirectoryStore {
  return {
    async person(slackId) {
      return toPerson(await db.person.findUnique({ where: { slackId } }));
    },
    async people(slack) {
      const rows = await db.person.findMany({ where: { slackId: { in: [...slack] } } });
      return rows.map((row) => knownPerson(row));
    },
    async personByEmail(email) {
      const where = { email: email.toLowerCase() };
      return toPerson(await db.person.findFirst({ where, orderBy: [{ active: 'desc' }, { slackId: 'asc' }] }));
    },
    async putPerson({ id: slackId, email, ...person }, now) {
      const values = { ...person, email: email?.toLowerCase() ?? null, refreshedAt: now };
      await db.person.upsert({ where: { slackId }, create: { slackId, ...values }, update: values });
    },
    async crmUser(crm, userId) {
      return toCrmUser(await db.crmUser.findUnique({ where: { crm_userId: { crm, userId } } }));
    },
    async crmUserByEmail(crm, email) {
      const where = { crm, email: email.toLowerCase(), kind: 'person' };
      return toCrmUser(await db.crmUser.findFirst({ where, orderBy: [{ active: 'desc' }, { userId: 'asc' }] }));
    },
    putCrmUsers: (crm, users) => putCrmUsers(db, crm, users),
    async links(slackId) {
      return (await db.ownerLink.findMany({ where: { slackId }, orderBy: { crm: 'asc' } })).map(toLink);
    },
    async linkOf(crm, userId) {
      const row = await db.ownerLink.findFirst({ where: { crm, userId }, orderBy: { linkedAt: 'desc' } });
      return row ? toLink(row) : null;
    },
    async putLink({ slack: slackId, crm, ...values }) {
      await db.ownerLink.upsert({
        where: { slackId_crm: { slackId, crm } },
        create: { slackId, crm, ...values },
        update: values,
      });
    },
    async stage(crm, object, stageId) {
      const row = await db.crmStage.findUnique({ where: { crm_object_stageId: { crm, object, stageId } } });
      if (!row) return null;
      return { id: row.stageId, label: row.label, pipeline: row.pipeline, closed: row.closed, won: row.won };
    },
    putStages: (crm, object, stages) => putStages(db, crm, object, stages),
  };
}

async function putCrmUsers(db: Queries, crm: CrmName, users: readonly CrmUser[]): Promise<void> {
  const renamed = await renamedUsers(db, crm, users);
  await db.$executeRaw`
    WITH given AS (
      SELECT DISTINCT ON (id) * FROM unnest(${users.map(({ id }) => id)}::text[], ${users.map(({ name }) => name)}::text[],
        ${users.map(({ email }) => email?.toLowerCase() ?? null)}::text[], ${users.map(({ active }) => active)}::bool[],
        ${users.map(({ kind }) => kind)}::text[]) AS given (id, name, email, active, kind)
      ORDER BY id
    ), kept AS (
      INSERT INTO crm_user (crm, user_id, name, email, active, kind) SELECT ${crm}, * FROM given
      ON CONFLICT (crm, user_id) DO UPDATE SET (name, email, active, kind) =
        (EXCLUDED.name, EXCLUDED.email, EXCLUDED.active, EXCLUDED.kind)
    )
    UPDATE crm_user SET active = false WHERE crm = ${crm} AND user_id NOT IN (SELECT id FROM given)`;
  await nameOwners(db, renamed);
}

async function putStages(
  db: Queries,
  crm: CrmName,
  object: 'lead' | 'opportunity',
  stages: readonly Stage[],
): Promise<void> {
  await db.$executeRaw`
    WITH given AS (
      SELECT DISTINCT ON (id) * FROM unnest(${stages.map(({ id }) => id)}::text[],
        ${stages.map(({ label }) => label)}::text[], ${stages.map(({ pipeline }) => pipeline)}::text[],
        ${stages.map(({ closed }) => closed)}::bool[], ${stages.map(({ won }) => won)}::bool[])
        WITH ORDINALITY AS given (id, label, pipeline, closed, won, position)
      ORDER BY id, position
    ), gone AS (
      DELETE FROM crm_stage WHERE crm = ${crm} AND object = ${object} AND stage_id NOT IN (SELECT id FROM given)
    )
    INSERT INTO crm_stage (crm, object, stage_id, label, pipeline, closed, won, position)
    SELECT ${crm}, ${object}, * FROM given
    ON CONFLICT (crm, object, stage_id) DO UPDATE SET (label, pipeline, closed, won, position) =
      (EXCLUDED.label, EXCLUDED.pipeline, EXCLUDED.closed, EXCLUDED.won, EXCLUDED.position)`;
}

function toPerson(row: unknown): SlackPerson | null {
  return row === null ? null : knownPerson(row);
}

function knownPerson(row: unknown): SlackPerson {
  const { slackId: id, ...person } = PersonRow.parse(row);
  return { id, ...person };
}

function toCrmUser(row: unknown): CrmUser | null {
  if (row === null) return null;
  const { userId: id, ...user } = CrmUserRow.parse(row);
  return { id, ...user };
}

function toLink(row: unknown): OwnerLink {
  const { slackId: slack, ...link } = LinkRow.parse(row);
  return { slack, ...link };
}
