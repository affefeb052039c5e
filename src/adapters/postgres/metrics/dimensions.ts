// How raw columns become the names that people group and filter by. The playbook's lists are parameters of the statement,
// so a changed playbook needs no new rows.
import type { Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { DimensionSql, NameTest } from './fact.ts';

type Sql = Prisma.Sql;

/** A column that is the name itself. */
export function plain(column: Sql): DimensionSql {
  return {
    raws: [column],
    named: ([raw]) => given(raw),
    matching: (test) => (test.values === null ? test.sql(column) : isOneOf(column, test.values)),
  };
}

export function source(column: Sql): DimensionSql {
  return {
    raws: [column],
    named: ([raw], reading) => sourceName(given(raw), reading),
    matching: (test, reading) =>
      test.values === null ? test.sql(sourceName(column, reading)) : isOneOf(column, rawSources(test.values, reading)),
  };
}

/** The channel of its source. */
export function sourceChannel(column: Sql): DimensionSql {
  return {
    raws: [column],
    named: ([raw], reading) => channelOf(given(raw), reading),
    matching: (test, reading) => isOneOf(column, sourcesIn(test, reading)),
  };
}

/** The row's own channel, else that of its campaign, else that of its source, else that of its campaign's type. */
export function channel(own: Sql, sourceColumn: Sql, campaignId: Sql): DimensionSql {
  const first = (said: Sql, ofCampaign: Sql, bySource: Sql, type: Sql, reading: Reading): Sql =>
    Prisma.sql`coalesce(${said}, ${ofCampaign}, ${channelOf(bySource, reading)}, ${channelOf(type, reading)})`;
  function named([said, bySource, byCampaign]: readonly Sql[], reading: Reading): Sql {
    const ours = (column: string) =>
      Prisma.sql`(SELECT ours.${Prisma.raw(column)} FROM crm_campaign ours WHERE ours.id = ${given(byCampaign)})`;
    return first(given(said), ours('channel'), given(bySource), ours('type'), reading);
  }
  return {
    raws: [
      own,
      Prisma.sql`CASE WHEN ${own} IS NULL THEN ${sourceColumn} END`,
      Prisma.sql`CASE WHEN ${own} IS NULL THEN ${campaignId} END`,
    ],
    named,
    grouped: {
      join: Prisma.sql`LEFT JOIN crm_campaign ours ON ours.id = g.r2`,
      named: ([said, bySource], reading) =>
        first(given(said), Prisma.sql`ours.channel`, given(bySource), Prisma.sql`ours.type`, reading),
    },
    matching: (test, reading) => test.sql(named([own, sourceColumn, campaignId], reading)),
  };
}

/** By the name of the campaign that counts, so twins and campaigns that are called alike are one. */
export function campaign(id: Sql): DimensionSql {
  const name = Prisma.sql`coalesce(counts.name, ours.name)`;
  const twin = Prisma.sql`LEFT JOIN crm_campaign counts ON counts.id = ours.twin_of`;
  return {
    raws: [id],
    named: ([raw]) => Prisma.sql`(SELECT ${name} FROM crm_campaign ours ${twin} WHERE ours.id = ${given(raw)})`,
    grouped: { join: Prisma.sql`LEFT JOIN crm_campaign ours ON ours.id = g.r0 ${twin}`, named: () => name },
    matching: (test) => Prisma.sql`(${id} IN (SELECT ours.id FROM crm_campaign ours ${twin} WHERE ${test.sql(name)}))`,
  };
}

export function team(owner: Sql): DimensionSql {
  return {
    raws: [owner],
    named: ([raw], { teams }) => looked(teams, given(raw)),
    matching: (test, { teams }) =>
      isOneOf(
        owner,
        [...teams].filter(([, name]) => test.passes(name)).map(([member]) => member),
      ),
  };
}

/** By employees, in the playbook's bands. */
export function segment(employees: Sql): DimensionSql {
  return {
    raws: [employees],
    named: ([raw], reading) => band(given(raw), reading),
    matching: (test, reading) => test.sql(band(employees, reading)),
  };
}

/** As the CRM labels it. */
export function stage(crm: Sql, object: 'lead' | 'opportunity', column: Sql): DimensionSql {
  const named = (of: Sql, raw: Sql) => Prisma.sql`coalesce((SELECT st.label FROM crm_stage st
    WHERE st.crm = ${of} AND st.object = ${object} AND st.stage_id = ${raw}), ${raw})`;
  return {
    raws: [crm, column],
    named: ([of, raw]) => named(given(of), given(raw)),
    matching: (test) => test.sql(named(crm, column)),
  };
}

/** E-mail address of a user of a CRM, lower case; `crm:id` of one without. */
export function ownerOf(crm: Sql, userId: Sql): Sql {
  return Prisma.sql`(CASE WHEN ${userId} IS NOT NULL THEN coalesce((SELECT lower(u.email) FROM crm_user u
    WHERE u.crm = ${crm} AND u.user_id = ${userId}), ${crm} || ':' || ${userId}) END)`;
}

export function sourceName(raw: Sql, { sources }: Pick<Reading, 'sources'>): Sql {
  return sources.size === 0 ? raw : Prisma.sql`coalesce(${looked(sources, raw)}, ${raw})`;
}

/** Whether a source, however the CRM writes it, is marketing's; no source is nobody's. */
export function isMarketing(raw: Sql, reading: Reading): Sql {
  if (reading.marketing.size > 0) return isOneOf(raw, rawSources([...reading.marketing], reading));
  return Prisma.sql`(${raw} <> ALL (${rawSources([...reading.sales], reading)}::text[]))`;
}

/** Everything that CRMs write for sources of these names. */
function rawSources(names: readonly string[], { sources }: Reading): readonly string[] {
  const wanted = new Set(names);
  const written = [...sources].filter(([, name]) => wanted.has(name)).map(([raw]) => raw);
  return [...written, ...names.filter((name) => !sources.has(name))];
}

/** Everything that CRMs write for sources of channels that pass. */
function sourcesIn(test: NameTest, reading: Reading): readonly string[] {
  const sources = [...reading.channels].filter(([, name]) => test.passes(name)).map(([name]) => name);
  return rawSources(sources, reading);
}

/** The channel of a source as the CRM writes it. */
function channelOf(raw: Sql, { sources, channels }: Reading): Sql {
  const byRaw = new Map(channels);
  for (const [written, name] of sources) {
    const found = channels.get(name);
    if (found === undefined) byRaw.delete(written);
    else byRaw.set(written, found);
  }
  return looked(byRaw, raw);
}

function band(employees: Sql, { segments }: Reading): Sql {
  if (segments.length === 0) return Prisma.sql`NULL::text`;
  const cases = segments.map(({ name, upTo }) =>
    upTo === null
      ? Prisma.sql`WHEN ${employees} IS NOT NULL THEN ${name}::text`
      : Prisma.sql`WHEN ${employees} <= ${upTo}::int THEN ${name}::text`,
  );
  return Prisma.sql`(CASE ${Prisma.join(cases, ' ')} END)`;
}

/** A look-up in one JSON parameter: its keys are sorted, so it costs little whatever the size. */
function looked(map: ReadonlyMap<string, string>, key: Sql): Sql {
  return Prisma.sql`(${JSON.stringify(Object.fromEntries(map))}::jsonb ->> ${key})`;
}

function isOneOf(column: Sql, values: readonly string[]): Sql {
  return Prisma.sql`(${column} = ANY (${[...values]}::text[]))`;
}

function given(raw: Sql | undefined): Sql {
  return raw ?? Prisma.sql`NULL::text`;
}

/** A test by the names themselves. */
export function isNamed(values: readonly string[]): NameTest {
  return { sql: (name) => isOneOf(name, values), passes: (name) => values.includes(name), values };
}
