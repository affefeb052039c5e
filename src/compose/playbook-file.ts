// The playbook's text, from the file that the settings name.
import { readFile } from 'node:fs/promises';
import { Fault, messageOf } from '#kernel/errors.ts';

/** Throws Fault `not_configured` for a file that cannot be read. */
export async function playbookText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault(
      'not_configured',
      `The playbook ${file} cannot be read: ${messageOf(error)}. PLAYBOOK names its file.`,
      {
        cause: error,
      },
    );
  }
}
