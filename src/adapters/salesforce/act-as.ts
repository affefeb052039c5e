// Sessions of other people than the integration user: the JWT grant signs anybody in whom an admin has pre-authorised.
import type { HttpPolicy } from '#adapters/http/policy.ts';
import { Fault } from '#kernel/errors.ts';
import { createClient } from './client.ts';
import type { SalesforceClient } from './client.ts';
import type { SalesforceSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';

/** Null where this connection cannot act as them. Throws Fault where Salesforce does not say so. */
export async function clientAs(
  settings: SalesforceSettings,
  policy: HttpPolicy,
  username: string,
): Promise<SalesforceClient | null> {
  const { grant } = settings;
  if (grant.kind !== 'jwt') return null;
  const signIn = createSignIn({ ...settings, grant: { ...grant, username } }, policy);
  try {
    await signIn.session();
    return createClient(policy, signIn);
  } catch (error) {
    if (error instanceof Fault && error.code === 'unauthorized') return null;
    throw error;
  }
}
