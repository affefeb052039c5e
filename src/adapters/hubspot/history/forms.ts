// Forms that were sent, with who sent them and the campaign whose link led there: the touches that HubSpot dates to the
// millisecond. Calls for 1,000 touches: 20, and up to 20 more for senders whom no page of contacts has just told of.
import { z } from 'zod';
import type { TouchRow } from '#ports/crm-history.ts';
import { storableText } from '#adapters/http/text.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { HubspotApi } from '../client.ts';
import type { KnownCampaign } from './campaign-rows.ts';
import { keptFor } from './deps.ts';
import { readBatch, scan } from './listed.ts';

const Form = z.object({ id: z.string(), name: z.string(), formType: z.string().nullish(), createdAt: z.coerce.date() });
export type Form = z.infer<typeof Form>;

const Paging = z.object({ next: z.object({ after: z.string() }).optional() }).nullish();
const FormPage = z.object({ results: z.array(Form), paging: Paging });

const Submission = z.object({
  conversionId: z.string().nullish(),
  submittedAt: z.number(),
  values: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  pageUrl: z.string().nullish(),
});
type Submission = z.infer<typeof Submission>;

const SubmissionPage = z.object({ results: z.array(Submission), paging: Paging });

const FORMS_PAGE = 100;
const SUBMISSIONS_PAGE = 50;
const MOST_SENDERS = 200_000;
/** Who was no contact a moment ago is not asked for with every page. */
const STRANGE_MS = 10 * MINUTE_MS;

interface SubmissionsPage {
  readonly touches: readonly TouchRow[];
  /** When the last of the page was sent; null for an empty page. */
  readonly oldest: Date | null;
  readonly next: string | null;
}

export interface FormHistory {
  /** Ascending by id. */
  forms(): Promise<readonly Form[]>;
  /** Newest first. */
  submissions(form: string, after: string | null, campaigns: readonly KnownCampaign[]): Promise<SubmissionsPage>;
  /** So that senders need not be asked for. */
  noteContact(id: string, email: string | null): void;
}

export function createFormHistory({ api }: { readonly api: HubspotApi }): FormHistory {
  const senders = new Map<string, string>();
  let strangers = new Set<string>();
  let strangeSince = performance.now();

  async function allForms(): Promise<readonly Form[]> {
    const forms: Form[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ limit: String(FORMS_PAGE), ...(after === undefined ? {} : { after }) });
      const page = await api.get(scan('forms'), FormPage, `/marketing/v3/forms?${query.toString()}`);
      forms.push(...page.results);
      after = page.paging?.next?.after;
    } while (after !== undefined);
    return forms.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  function noteContact(id: string, email: string | null): void {
    if (email === null) return;
    if (senders.size >= MOST_SENDERS) senders.clear();
    senders.set(email, id);
  }

  async function sendersOf(emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>();
    for (const email of emails) {
      const id = senders.get(email);
      if (id !== undefined) known.set(email, id);
    }
    if (performance.now() - strangeSince > STRANGE_MS) {
      strangers = new Set();
      strangeSince = performance.now();
    }
    const missing = [...new Set(emails)].filter((email) => !known.has(email) && !strangers.has(email));
    const found = await readBatch(api, 'contacts', missing, {
      properties: ['email', 'hs_additional_emails'],
      idProperty: 'email',
    });
    for (const { id, properties } of found) {
      const addresses = [properties['email'], ...(properties['hs_additional_emails'] ?? '').split(';')];
      for (const address of addresses) {
        if (address) {
          known.set(address.toLowerCase(), id);
          noteContact(id, address.toLowerCase());
        }
      }
    }
    for (const email of missing) if (!known.has(email)) strangers.add(email);
    return known;
  }

  return {
    forms: keptFor(10 * MINUTE_MS, allForms),
    noteContact,
    async submissions(form, after, campaigns) {
      const query = new URLSearchParams({
        limit: String(SUBMISSIONS_PAGE),
        ...(after === null ? {} : { after }),
      });
      const path = `/form-integrations/v1/submissions/forms/${encodeURIComponent(form)}?${query.toString()}`;
      const { results, paging } = await api.get(scan('submissions'), SubmissionPage, path);
      const ids = await sendersOf(results.flatMap((one) => emailIn(one) ?? []));
      const byUtm = new Map(campaigns.map(({ row, utm }) => [utm?.toLowerCase(), row.id] as const));
      const last = results.at(-1);
      return {
        // Who sent a form and is no contact (any more) has no deals to share among touches.
        touches: results.flatMap((one) => {
          const person = ids.get(emailIn(one) ?? '');
          return person === undefined ? [] : [touchOf(form, one, person, byUtm)];
        }),
        oldest: last === undefined ? null : new Date(last.submittedAt),
        next: paging?.next?.after ?? null,
      };
    },
  };
}

function touchOf(
  form: string,
  { conversionId, submittedAt, pageUrl }: Submission,
  person: string,
  byUtm: ReadonlyMap<string | undefined, string>,
): TouchRow {
  const at = new Date(submittedAt);
  const link = queryOf(pageUrl);
  const [utm, source] = [link.get('utm_campaign'), link.get('utm_source')];
  return {
    kind: 'touch',
    crm: 'hubspot',
    id: `form:${storableText(conversionId ?? `${form}:${person}:${submittedAt}`)}`,
    createdAt: at,
    modifiedAt: at,
    person: { crm: 'hubspot', object: 'lead', id: person },
    campaignId: utm === null ? null : (byUtm.get(utm.toLowerCase()) ?? null),
    channel: null,
    source: source === null ? null : storableText(source),
    at,
    touch: 'form',
    responded: true,
  };
}

function emailIn({ values }: Submission): string | null {
  return (
    values
      .find(({ name }) => name === 'email')
      ?.value.trim()
      .toLowerCase() || null
  );
}

function queryOf(pageUrl: string | null | undefined): URLSearchParams {
  return pageUrl && URL.canParse(pageUrl) ? new URL(pageUrl).searchParams : new URLSearchParams();
}
