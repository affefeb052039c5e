// What Acme allowed the app when it was installed: the scopes and events of the project's own manifest, as a real
// workspace would, so that what the manifest lacks is missing here too.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SlackSandboxOptions } from '../slack/world/options.ts';

const MANIFEST = new URL('../../../manifest.json', import.meta.url);

const Manifest = z.object({
  features: z.object({ unfurl_domains: z.array(z.string()).default([]) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
  }),
});

/** `text`: the manifest's own JSON; the project's unless told. */
export function installedApp(
  text: string = readFileSync(MANIFEST, 'utf8'),
): Required<Pick<SlackSandboxOptions, 'botScopes' | 'subscriptions' | 'unfurlDomains'>> {
  const { features, oauth_config: oauth, settings } = Manifest.parse(JSON.parse(text));
  return {
    botScopes: oauth.scopes.bot,
    subscriptions: settings.event_subscriptions.bot_events,
    unfurlDomains: features.unfurl_domains,
  };
}
