// Forms of the account, what was sent with them and how often they were seen; and whom a campaign influenced. What was
// planted is kept small and left out of what is saved.
import { createHash, randomUUID } from 'node:crypto';
import { notFound } from './errors.ts';
import type { Store } from './store.ts';

export interface Form {
  /** A GUID. */
  readonly id: string;
  readonly name: string;
  /** `hubspot`, `captured`, `flow` or `blog_comment`. */
  readonly formType: string;
  readonly createdAt: Date;
}

/** A form that somebody sent. */
interface Submission {
  readonly contactId: string;
  readonly at: Date;
  /** The campaign whose link brought them. */
  readonly campaignId?: string | null;
  /** What the link says in `utm_source`; nothing where left out. Not kept of planted ones. */
  readonly source?: string;
}

interface FormDay {
  /** `2026-11-23`. */
  readonly day: string;
  readonly views: number;
  readonly submissions: number;
}

interface Influence {
  readonly contactId: string;
  readonly at: Date;
}

/** As HubSpot shows it: who sent it by e-mail address, the campaign by the page's address. */
interface ShownSubmission {
  readonly conversionId: string;
  /** Unix milliseconds. */
  readonly submittedAt: number;
  readonly values: readonly { readonly name: string; readonly value: string; readonly objectTypeId: string }[];
  readonly pageUrl: string;
}

/** What somebody did, for whoever keeps the account. */
export interface KeptForms {
  readonly forms: Map<string, Form>;
  /** By form, oldest first. */
  readonly submissions: Map<string, Submission[]>;
  /** By form and day. */
  readonly days: Map<string, Map<string, FormDay>>;
}

export interface Forms {
  readonly kept: KeptForms;
  plantForm(form: Omit<Form, 'formType'> & { readonly formType?: string }): void;
  plantSubmissions(formId: string, submissions: Iterable<Submission>): void;
  plantDays(formId: string, days: Iterable<FormDay>): void;
  plantInfluence(campaignId: string, contacts: Iterable<Influence>): void;
  /** Takes away what was planted. */
  uproot(): void;
  create(name: string): Form;
  /** Seen and sent. Throws 404 for a form that is not there. */
  submit(formId: string, submission: Submission): void;
  /** Oldest first. */
  all(): readonly Form[];
  /** Newest first, from the `start`th on. */
  submissions(formId: string, start: number, limit: number): readonly ShownSubmission[];
  /** By day, those between two days (both included). */
  days(formId: string, from: string, to: string): readonly FormDay[];
  /** Contacts that a campaign influenced between two days (both included), the first first. */
  influenced(campaignId: string, from: string, to: string): readonly string[];
}

interface PlantedSubmissions {
  /** Ascending. */
  readonly at: number[];
  readonly contact: number[];
  /** Places in `campaigns`; -1: none. */
  readonly campaign: number[];
}

export function createForms(store: Store, clock: { now(): Date }): Forms {
  const kept: KeptForms = { forms: new Map(), submissions: new Map(), days: new Map() };
  const planted = {
    forms: new Map<string, Form>(),
    submissions: new Map<string, PlantedSubmissions>(),
    days: new Map<string, readonly FormDay[]>(),
    influence: new Map<string, readonly Influence[]>(),
    campaigns: [] as string[],
  };

  function form(id: string): Form {
    const found = kept.forms.get(id) ?? planted.forms.get(id);
    if (found === undefined) throw notFound();
    return found;
  }

  function shown(formId: string, number: number, { contactId, at, campaignId, source }: Submission): ShownSubmission {
    const contact = store.find('contacts', contactId)?.properties ?? {};
    const utm = campaignId ? store.find('campaigns', campaignId)?.properties['hs_utm'] : null;
    const values = ['email', 'firstname', 'lastname', 'company'].flatMap((name) => {
      const value = contact[name];
      return value ? [{ name, value, objectTypeId: '0-1' }] : [];
    });
    const query = new URLSearchParams({
      ...(source === undefined ? {} : { utm_source: source }),
      ...(utm ? { utm_campaign: utm } : {}),
    }).toString();
    return {
      conversionId: guidOf(`${formId} ${number}`),
      submittedAt: at.getTime(),
      values,
      pageUrl: `https://www.acme.test/landing${query === '' ? '' : `?${query}`}`,
    };
  }

  return {
    kept,
    plantForm: (given) => void planted.forms.set(given.id, { formType: 'hubspot', ...given }),
    uproot() {
      for (const each of [planted.forms, planted.submissions, planted.days, planted.influence]) each.clear();
      planted.campaigns.splice(0);
    },
    plantSubmissions(formId, submissions) {
      const known = planted.submissions.get(formId);
      const all = [...(known === undefined ? [] : unpacked(known, planted.campaigns)), ...submissions];
      planted.submissions.set(formId, packed(all, planted.campaigns));
    },
    plantDays: (formId, days) => void planted.days.set(formId, [...(planted.days.get(formId) ?? []), ...days]),
    plantInfluence(campaignId, contacts) {
      const all = [...(planted.influence.get(campaignId) ?? []), ...contacts];
      planted.influence.set(
        campaignId,
        all.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
      );
    },
    create(name) {
      const made = { id: randomUUID(), name, formType: 'hubspot', createdAt: clock.now() };
      kept.forms.set(made.id, made);
      return made;
    },
    submit(formId, submission) {
      form(formId);
      kept.submissions.set(formId, [...(kept.submissions.get(formId) ?? []), submission]);
      const day = submission.at.toISOString().slice(0, 10);
      const days = kept.days.get(formId) ?? new Map<string, FormDay>();
      const { views, submissions } = days.get(day) ?? { views: 0, submissions: 0 };
      kept.days.set(formId, days.set(day, { day, views: views + 1, submissions: submissions + 1 }));
    },
    all: () =>
      [...planted.forms.values(), ...kept.forms.values()].toSorted(
        (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
      ),
    submissions(formId, start, limit) {
      form(formId);
      const own = kept.submissions.get(formId) ?? [];
      const old = planted.submissions.get(formId);
      const before = old?.at.length ?? 0;
      const found: ShownSubmission[] = [];
      for (let at = before + own.length - 1 - start; at >= 0 && found.length < limit; at -= 1) {
        const one = own[at - before] ?? (old && unpackedAt(old, at, planted.campaigns));
        if (one !== undefined) found.push(shown(formId, at, one));
      }
      return found;
    },
    days(formId, from, to) {
      form(formId);
      const all = new Map((planted.days.get(formId) ?? []).map((each) => [each.day, each]));
      for (const each of kept.days.get(formId)?.values() ?? []) {
        const { views = 0, submissions = 0 } = all.get(each.day) ?? {};
        all.set(each.day, {
          day: each.day,
          views: views + each.views,
          submissions: submissions + each.submissions,
        });
      }
      return [...all.values()]
        .filter(({ day }) => day >= from && day <= to)
        .toSorted((a, b) => (a.day < b.day ? -1 : 1));
    },
    influenced(campaignId, from, to) {
      const between = (planted.influence.get(campaignId) ?? []).filter(({ at }) => {
        const day = at.toISOString().slice(0, 10);
        return day >= from && day <= to;
      });
      return [...new Set(between.map(({ contactId }) => contactId))];
    },
  };
}

function packed(submissions: readonly Submission[], campaigns: string[]): PlantedSubmissions {
  const ascending = submissions.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const places = new Map(campaigns.map((id, at) => [id, at]));
  function placeOf(campaignId: string | null | undefined): number {
    if (!campaignId) return -1;
    const known = places.get(campaignId);
    if (known !== undefined) return known;
    places.set(campaignId, campaigns.length);
    return campaigns.push(campaignId) - 1;
  }
  return {
    at: ascending.map(({ at }) => at.getTime()),
    contact: ascending.map(({ contactId }) => Number(contactId)),
    campaign: ascending.map(({ campaignId }) => placeOf(campaignId)),
  };
}

function unpacked(kept: PlantedSubmissions, campaigns: readonly string[]): Submission[] {
  return kept.at.map((_, at) => unpackedAt(kept, at, campaigns));
}

function unpackedAt({ at, contact, campaign }: PlantedSubmissions, place: number, campaigns: readonly string[]) {
  return {
    contactId: String(contact[place]),
    at: new Date(at[place] ?? 0),
    campaignId: campaigns[campaign[place] ?? -1] ?? null,
  };
}

/** Always the same for the same text. */
function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
