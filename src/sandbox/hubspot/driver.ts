// What a person does in HubSpot's own pages, what an administrator sets up, and what goes wrong: for tests, for the
// terminal and for the stream of believable leads.
import type { Account } from './account.ts';
import type { ArmedFault, FaultOrder, Faults } from './faults.ts';
import { ownerProperty } from './calculated.ts';
import type { Form, Forms } from './forms.ts';
import type { Limits } from './limits.ts';
import {
  HUBSPOT_OBJECTS,
  type HubspotChange,
  type HubspotObject,
  type HubspotRecord,
  type Owner,
  type Properties,
  type PropertyVersion,
} from './model.ts';
import type { Seedling } from './planted.ts';
import type { PropertyDefinition } from './properties.ts';
import type { ValidationRule } from './validate.ts';
import type { LinkChange } from './webhook-events.ts';
import type { WebhookFaults, WebhookOptions, Webhooks } from './webhooks.ts';

export interface HubspotDriver {
  /** A contact, tied to a company where one is given. */
  createContact(properties: Properties, links?: { readonly companyId?: string }): HubspotRecord;
  createCompany(properties: Properties): HubspotRecord;
  createDeal(
    properties: Properties,
    links?: { readonly contactId?: string; readonly companyId?: string },
  ): HubspotRecord;
  /** What a rep did with a contact. */
  logEngagement(object: 'calls' | 'emails' | 'meetings', properties: Properties, contactId: string): HubspotRecord;
  /** Its id is a GUID; `hs_name` names it. */
  createCampaign(properties: Properties): HubspotRecord;
  /** As a person does it: what there was of budget items is one of this amount. */
  setCampaignBudget(id: string, amount: number): void;
  updateRecord(object: HubspotObject, id: string, properties: Properties): HubspotRecord;
  /** As a person in the record's page does: HubSpot checks types, options and the account's rules. Throws ApiError. */
  edit(object: HubspotObject, id: string, properties: Properties): HubspotRecord;
  /** Null takes the owner away. */
  setOwner(object: HubspotObject, id: string, ownerId: string | null): HubspotRecord;
  associate(from: { object: HubspotObject; id: string }, to: { object: HubspotObject; id: string }): void;
  dissociate(from: { object: HubspotObject; id: string }, to: { object: HubspotObject; id: string }): void;
  deleteRecord(object: HubspotObject, id: string): void;
  /** Out of the recycle bin. */
  restoreRecord(object: HubspotObject, id: string): HubspotRecord;
  /** The winner; ids of both lead to it. */
  merge(object: HubspotObject, primaryId: string, otherId: string): HubspotRecord;
  /** Puts records there as if they had always been: nobody is told, and what nobody changes is not saved. */
  plant(object: HubspotObject, seedlings: Iterable<Seedling>): void;
  /** Takes everything away that was planted and that nobody touched. */
  uproot(): void;
  /** Ties among planted records; the first company of a contact or deal is its primary one. */
  plantLinks(from: HubspotObject, to: HubspotObject, pairs: Iterable<readonly [fromId: string, toId: string]>): void;
  /** As if one had been merged into the other before anybody looked; the loser needs not be planted. */
  plantMerge(object: HubspotObject, loserId: string, winnerId: string): void;
  plantForm: Forms['plantForm'];
  plantSubmissions: Forms['plantSubmissions'];
  plantFormViews: Forms['plantDays'];
  plantCampaignContacts: Forms['plantInfluence'];
  createForm(name: string): Form;
  submitForm: Forms['submit'];
  /** The one that has this value and is not archived; quick. */
  findBy(object: HubspotObject, property: string, value: string): HubspotRecord | null;
  /** All records that are not archived; thousands, where an account has a past. */
  records(object: HubspotObject): readonly HubspotRecord[];
  /** Of those, the ones that changed last, newest first; quick however many there are. */
  newest(object: HubspotObject, limit: number): readonly HubspotRecord[];
  /** Null for a missing or archived record. */
  record(object: HubspotObject, id: string): HubspotRecord | null;
  associated(from: { object: HubspotObject; id: string }, to: HubspotObject): readonly string[];
  /** The properties that the account has, with their present options. */
  definitions(object: HubspotObject): readonly PropertyDefinition[];
  /** Versions of one property, newest first. */
  history(object: HubspotObject, id: string, property: string): readonly PropertyVersion[];
  owners(): readonly Owner[];
  addOwner(owner: Owner): void;
  deactivateOwner(id: string): void;
  /** Returns how to take it back. */
  addRule(rule: ValidationRule): () => void;
  lock(object: HubspotObject, id: string): () => void;
  revokeToken(): void;
  restoreToken(): void;
  removeScope(scope: string): void;
  restoreScopes(): void;
  setSearchLag(ms: number): void;
  /** As if so many more calls had been made today (fewer, where negative). */
  spendDailyLimit(calls: number): void;
  dailyLimit(): { readonly used: number; readonly max: number };
  /** Returns how to take it back. */
  fault(order: FaultOrder): () => void;
  clearFaults(): void;
  /** Faults that no call has met yet; Infinity while one stays until it is cleared. */
  pendingFaults(): number;
  faults(): readonly ArmedFault[];
  /** How webhooks misbehave, to every app that is or will be connected. */
  setWebhookFaults(faults: WebhookFaults): void;
  webhookFaults(): WebhookFaults;
  /** Records that were tied or are no longer. */
  onLink(listener: (link: LinkChange) => void): () => void;
  onChange(listener: (change: HubspotChange) => void): () => void;
  /** Tells an app about every change from now on, until the sandbox or the returned webhooks are closed. */
  connectWebhooks(target: WebhookOptions): Webhooks;
}

/** What the token may do right now. */
export interface Grants {
  tokenValid: boolean;
  readonly missingScopes: Set<string>;
}

export interface DriverDeps {
  readonly account: Account;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly grants: Grants;
  /** Read at each delivery. */
  readonly webhookFaults: { now: WebhookFaults };
  connectWebhooks(target: WebhookOptions): Webhooks;
}

export function createDriver({ account, faults, limits, grants, ...deps }: DriverDeps): HubspotDriver {
  const { store, associations, forms } = account;

  /** Tied in the same tick, so that whoever is told over the network and reads the record sees the company too. */
  function createLinked(
    object: HubspotObject,
    properties: Properties,
    links: readonly { object: HubspotObject; id: string | undefined }[],
  ): HubspotRecord {
    const record = account.create(object, properties, 'CRM_UI');
    for (const { object: to, id } of links) {
      if (id !== undefined) account.associate(record, account.live(to, id), 'CRM_UI');
    }
    return account.live(object, record.id);
  }

  return {
    createContact: (properties, links = {}) =>
      createLinked('contacts', properties, [{ object: 'companies', id: links.companyId }]),
    createCompany: (properties) => account.create('companies', properties, 'CRM_UI'),
    createDeal: (properties, links = {}) =>
      createLinked('deals', properties, [
        { object: 'contacts', id: links.contactId },
        { object: 'companies', id: links.companyId },
      ]),
    logEngagement: (object, properties, contactId) =>
      createLinked(object, properties, [{ object: 'contacts', id: contactId }]),
    createCampaign: (properties) => account.create('campaigns', properties, 'CRM_UI'),
    setCampaignBudget(id, amount) {
      const campaign = account.live('campaigns', id);
      const [first, ...others] = account.budgets.items(campaign, 'budget');
      for (const item of others) account.budgets.remove(campaign, 'budget', item.id);
      const values = { name: first?.name ?? 'Budget', amount, description: first?.description ?? '' };
      if (first === undefined) account.budgets.add(campaign, 'budget', values);
      else account.budgets.change(campaign, 'budget', first.id, values);
    },
    updateRecord: (object, id, properties) => account.update(account.live(object, id), properties, 'CRM_UI'),
    edit: (object, id, properties) => account.edit(account.live(object, id), properties),
    setOwner: (object, id, ownerId) =>
      account.update(account.live(object, id), { [ownerProperty(object)]: ownerId ?? '' }, 'CRM_UI'),
    associate(from, to) {
      account.associate(account.live(from.object, from.id), account.live(to.object, to.id), 'CRM_UI');
    },
    dissociate(from, to) {
      account.dissociate(account.live(from.object, from.id), account.live(to.object, to.id), 'CRM_UI');
    },
    restoreRecord: (object, id) => account.restore(object, id, 'CRM_UI'),
    deleteRecord: (object, id) => account.archive(account.live(object, id), 'CRM_UI'),
    merge: (object, primaryId, otherId) => account.merge(object, primaryId, otherId, 'CRM_UI'),
    plant: (object, seedlings) => store.plant(object, seedlings),
    uproot() {
      store.uproot();
      associations.planted.clear();
      forms.uproot();
    },
    plantLinks: (from, to, pairs) => associations.planted.plant(from, to, pairs),
    plantMerge: (object, loserId, winnerId) => store.plantMerge(object, loserId, winnerId),
    plantForm: (form) => forms.plantForm(form),
    plantSubmissions: (formId, submissions) => forms.plantSubmissions(formId, submissions),
    plantFormViews: (formId, days) => forms.plantDays(formId, days),
    plantCampaignContacts: (campaignId, contacts) => forms.plantInfluence(campaignId, contacts),
    createForm: (name) => forms.create(name),
    submitForm: (formId, submission) => forms.submit(formId, submission),
    findBy: (object, property, value) => store.findBy(object, property, value),
    newest: (object, limit) => store.newest(object, limit),
    records: (object) => store.all(object).filter((record) => record.archivedAt === null),
    record(object, id) {
      const record = store.find(object, id);
      return record === null || record.archivedAt !== null ? null : record;
    },
    associated: (from, to) => associations.of(from, to).map((link) => link.toId),
    definitions: (object) => account.definitions(object),
    history: (object, id, property) => store.history(account.live(object, id), property),
    owners: () => [...account.owners],
    addOwner: (owner) => void account.owners.push(owner),
    deactivateOwner(id) {
      const at = account.owners.findIndex((owner) => owner.id === id);
      const owner = account.owners[at];
      if (owner === undefined) throw new Error(`the sandbox has no owner ${id}`);
      account.owners[at] = { ...owner, archived: true };
    },
    addRule(rule) {
      account.rules.push(rule);
      return () => void account.rules.splice(account.rules.indexOf(rule), 1);
    },
    lock: (object, id) => account.lock(object, id),
    revokeToken: () => void (grants.tokenValid = false),
    restoreToken: () => void (grants.tokenValid = true),
    removeScope: (scope) => void grants.missingScopes.add(scope),
    restoreScopes: () => grants.missingScopes.clear(),
    setSearchLag: (ms) => account.index.setLag(ms),
    spendDailyLimit: (calls) => limits.spendDaily(calls),
    dailyLimit: () => limits.daily(),
    fault: (order) => faults.add(order),
    clearFaults: () => faults.clear(),
    pendingFaults: () => faults.pending(),
    faults: () => faults.armed(),
    setWebhookFaults: (next) => void (deps.webhookFaults.now = { ...next }),
    webhookFaults: () => deps.webhookFaults.now,
    onLink: (listener) => account.onLink(listener),
    connectWebhooks: (target) => deps.connectWebhooks(target),
    onChange: (listener) => store.onChange(listener),
  };
}

/** Everything at a glance, for the control API. */
export function stateOf(driver: HubspotDriver): Readonly<Record<HubspotObject, readonly HubspotRecord[]>> {
  const entries = HUBSPOT_OBJECTS.map((object) => [object, driver.records(object)] as const);
  return Object.fromEntries(entries) as Record<HubspotObject, readonly HubspotRecord[]>;
}
