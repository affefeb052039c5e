// Generates the Prisma client into src/generated without reaching any host but the npm registry: `prisma generate`
// wants to download a schema engine that it does not need, and any existing executable in its place prevents that.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function prismaCli() {
  try {
    return require.resolve('prisma/build/index.js');
  } catch {
    return undefined; // installed without dev dependencies: the client was generated when the image was built
  }
}

const cli = prismaCli();
if (cli) {
  const run = spawnSync(process.execPath, [cli, 'generate'], {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    process.stderr.write(`prisma generate failed\n${run.stdout ?? ''}${run.stderr ?? ''}`);
    process.exit(1);
  }
}
