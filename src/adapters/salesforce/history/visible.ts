// Whether the org shows an object to our user at all.
import { Fault } from '#kernel/errors.ts';
import type { Metadata } from '../metadata.ts';

/** To Salesforce what we may not see does not exist. */
export async function isVisible(metadata: Metadata, sobject: string): Promise<boolean> {
  try {
    await metadata.describe(sobject);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'forbidden') return false;
    throw error;
  }
}
