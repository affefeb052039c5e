// HubSpot's two ways to write a version into a path: by number (`/crm/v3/objects/contacts`) and by date
// (`/crm/objects/2026-09/contacts`). The routes are written by number; a dated path is led to the same one.

const DATED = /^\/(crm|marketing|account-info)(?:\/([a-z-]+))?\/(2026-03|2026-09)(?=\/|$)(.*)$/;

/** The numbered path of a dated one; any other as it is. */
export function numberedPath(path: string): string {
  const [, area = '', api, version, rest = ''] = DATED.exec(path) ?? [];
  if (version === undefined) return path;
  if (area === 'account-info') return api === undefined ? `/account-info/v3${rest}` : path;
  if (area === 'marketing') return api === 'campaigns' || api === 'forms' ? `/marketing/v3/${api}${rest}` : path;
  if (api === undefined) return path;
  const associations = api === 'associations' || (api === 'objects' && /^\/[^/]+\/[^/]+\/associations\//.test(rest));
  return `/crm/${associations ? 'v4' : 'v3'}/${api}${rest}`;
}
