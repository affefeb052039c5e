// Prisma's schema engine in its WebAssembly build: writes migrations and compares schemas where the engine's binary
// cannot be downloaded. It wants a database to talk to, even for what it only computes.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';
import type { QueryArrayConfig } from 'pg';

const SCHEMA = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));

/**
 * SQL that takes a database to what prisma/schema.prisma says. Contains no statement when they agree.
 * @param url the database to compare with.
 */
export async function sqlToSchema(url: string): Promise<string> {
  const content = await readFile(SCHEMA, 'utf8');
  const files = [{ path: SCHEMA, content }];
  const engine = await loadEngine();
  const pool = new Pool({ connectionString: url });
  try {
    const adapters = bindMigrationAwareSqlAdapterFactory(catalogAdapters(pool));
    const bound = await engine.SchemaEngine.new({ datamodels: [[SCHEMA, content]] }, () => undefined, adapters);
    const { stdout } = await bound.diff({
      from: { tag: 'schemaDatasource', files, configDir: dirname(SCHEMA) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout;
  } finally {
    await pool.end();
  }
}

const CHAR_OID = 18;
const TEXT_OID = 25;

// The driver adapter does not know the type "char" of PostgreSQL's catalogues, and the engine wants it told apart from
// text: the adapter is shown text, and its answer is corrected afterwards.
function catalogAdapters(pool: Pool): PrismaPg {
  const charColumns = new WeakMap<object, readonly number[]>();
  const query = pool.query.bind(pool);
  async function queryAsText(config: QueryArrayConfig) {
    const result = await query(config);
    const columns = [...result.fields.keys()].filter((index) => result.fields[index]?.dataTypeID === CHAR_OID);
    for (const index of columns) Object.assign(result.fields[index] ?? {}, { dataTypeID: TEXT_OID });
    charColumns.set(result.rows, columns);
    return result;
  }
  Object.assign(pool, { query: queryAsText });
  const adapters = new PrismaPg(pool);
  const connect = adapters.connect.bind(adapters);
  adapters.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  };
  return adapters;
}

interface SchemaEngine {
  diff(params: object): Promise<{ stdout: string }>;
}

interface EngineModule {
  readonly SchemaEngine: {
    new: (options: object, log: (line: string) => void, adapters: object) => Promise<SchemaEngine>;
  };
  __wbg_set_wasm(exports: object): void;
}

// What we use of a global that TypeScript's library without a browser does not declare.
declare const WebAssembly: {
  instantiate(binary: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

// The package's own entry imports the .wasm as a module, which needs a bundler; so it is put together by hand.
async function loadEngine(): Promise<EngineModule> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const glue = (await import(join(folder, 'schema_engine_bg.js'))) as EngineModule;
  const binary = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': glue });
  // oxlint-disable-next-line no-underscore-dangle -- the name that the generated module gives it
  glue.__wbg_set_wasm(instance.exports);
  const begin = instance.exports['__wbindgen_start'];
  if (typeof begin === 'function') begin();
  return glue;
}
