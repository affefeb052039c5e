// What is known of people: Slack's profile, each CRM's users and stages by label, and links set by hand.
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName, CrmUser, Stage } from '#ports/crm.ts';
import type { SlackGroup, SlackPerson } from '#ports/messenger.ts';

export interface OwnerLink {
  readonly slack: SlackUserId;
  readonly crm: CrmName;
  readonly userId: string;
  readonly linkedBy: SlackUserId;
  readonly linkedAt: Date;
}

export interface DirectoryStore {
  person(slack: SlackUserId): Promise<SlackPerson | null>;
  /** Those of them that are known. */
  people(slack: readonly SlackUserId[]): Promise<readonly SlackPerson[]>;
  personByEmail(email: string): Promise<SlackPerson | null>;
  putPerson(person: SlackPerson, now: Date): Promise<void>;
  crmUser(crm: CrmName, id: string): Promise<CrmUser | null>;
  /** Persons only, never queues; an active one before an inactive one. */
  crmUserByEmail(crm: CrmName, email: string): Promise<CrmUser | null>;
  /** Replaces the whole list of a CRM: users that are missing from it become inactive. */
  putCrmUsers(crm: CrmName, users: readonly CrmUser[]): Promise<void>;
  links(slack: SlackUserId): Promise<readonly OwnerLink[]>;
  linkOf(crm: CrmName, userId: string): Promise<OwnerLink | null>;
  putLink(link: OwnerLink): Promise<void>;
  stage(crm: CrmName, object: 'lead' | 'opportunity', id: string): Promise<Stage | null>;
  putStages(crm: CrmName, object: 'lead' | 'opportunity', stages: readonly Stage[]): Promise<void>;
}

/** Slack's user groups as last looked at. */
export interface GroupStore {
  /** By its handle, without @; null where Slack has none. */
  group(handle: string): Promise<SlackGroup | null>;
  /** Whether any are kept. */
  any(): Promise<boolean>;
  /** Replaces everything: a group that is missing from it is no more. */
  putGroups(groups: readonly SlackGroup[], now: Date): Promise<void>;
}
