// What a person sees who follows a record's link: a plain page in place of HubSpot's own. Read only.
import type { Account } from './account.ts';
import { matchPath, type Exchange } from './exchange.ts';
import { objectNamed, singular } from './model.ts';
import { isEmpty } from './validate.ts';

const PATH = '/contacts/:portal/record/:type/:id';
const CAMPAIGN_PATH = '/campaigns/:portal/details/:id';

/** Null where the path is no record's page. Throws 404 for a record that is not there. */
export function recordPage(account: Account, { method, path }: Exchange): string | null {
  if (method !== 'GET') return null;
  const campaign = matchPath(CAMPAIGN_PATH, path);
  const params = campaign ?? matchPath(PATH, path);
  const object = campaign === null ? objectNamed(params?.['type'] ?? '') : 'campaigns';
  if (params === null || object === null) return null;
  const record = account.live(object, params['id'] ?? '');
  const labels = new Map(account.definitions(object).map(({ name, label }) => [name, label]));
  const rows = Object.entries(record.properties)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `<tr><th>${escaped(labels.get(name) ?? name)}</th><td>${escaped(value ?? '')}</td></tr>`);
  const title = `HubSpot sandbox: ${singular(object)} ${record.id}`;
  return `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><table>${rows.join('')}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
