// The checklist before a launch: what can be checked is checked now, what cannot waits for a person's tick.
import { dayAt } from '#features/people/calendar.ts';
import { personNamed, ownerOf } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import { approverText } from '#features/playbook/approvers.ts';
import type { AutomaticCheck } from '#features/playbook/campaigns.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignPlan } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { CHECK_LABELS } from './labels.ts';
import { daysOf } from './plan.ts';
import type { Tick } from './store.ts';
import type { OwnItem } from './tickers.ts';
import { checkUtm, taggedLink } from './utm.ts';

export interface CheckItem {
  /** Name of the check, or id of what a person ticks off. */
  readonly item: string;
  readonly label: string;
  readonly verdict: 'ok' | 'failed' | 'needs_tick';
  /** What was found, or what to mend. */
  readonly note: string | null;
  /** Who ticked it off; null: checked automatically, or not ticked. */
  readonly by: SlackUserId | null;
}

type Finding = { readonly ok: boolean; readonly note: string | null };
type CheckDesk<Tx extends CampaignTx> = Pick<CampaignDesk<Tx>, 'playbook' | 'clock' | 'links' | 'stores'>;

const FARTHEST_DAYS = 730;
/** They may come right by themselves until the launch, so they keep nobody from asking for the approval. */
const MAY_COME_RIGHT: ReadonlySet<string> = new Set(['links_answer', 'no_clash'] satisfies AutomaticCheck[]);

/** Every item of the playbook's checklist, in its order. Asks the link's server, so never inside a transaction. */
export async function runChecklist<Tx extends CampaignTx>(
  desk: CheckDesk<Tx>,
  campaign: Campaign,
): Promise<readonly CheckItem[]> {
  const { checklist } = desk.playbook().playbook.campaigns;
  const ticks = await desk.stores.campaigns.ticks(campaign.id);
  return Promise.all(
    checklist.map(async (entry): Promise<CheckItem> => {
      if (typeof entry !== 'string') return tickedItem(entry, ticks);
      const { ok, note } = await findingOf(desk, campaign, entry);
      return { item: entry, label: CHECK_LABELS[entry], verdict: ok ? 'ok' : 'failed', note, by: null };
    }),
  );
}

/** What keeps a campaign from being launched. */
export function blockersOf(items: readonly CheckItem[]): readonly CheckItem[] {
  return items.filter(({ verdict }) => verdict !== 'ok');
}

/** What keeps it from being asked for: a person's tick may come later, and so may the page. */
export function stoppersOf(items: readonly CheckItem[]): readonly CheckItem[] {
  return items.filter(({ verdict, item }) => verdict === 'failed' && !MAY_COME_RIGHT.has(item));
}

/** Keeps what was found automatically. */
export async function keepFindings(
  tx: CampaignTx,
  { id }: Campaign,
  items: readonly CheckItem[],
  at: Date,
): Promise<void> {
  for (const { item, verdict, note } of items) {
    if (Object.hasOwn(CHECK_LABELS, item)) {
      await tx.campaigns.putTick(id, { item, ok: verdict === 'ok', note, by: null, at });
    }
  }
}

function tickedItem({ id, ask, by: named }: OwnItem, ticks: readonly Tick[]): CheckItem {
  const tick = ticks.find(({ item, by }) => item === id && by !== null);
  const note = named === undefined ? null : `by ${named.map(approverText).join(' or ')}`;
  if (!tick?.ok) return { item: id, label: ask, verdict: 'needs_tick', note, by: null };
  return { item: id, label: ask, verdict: 'ok', note: tick.note, by: tick.by };
}

async function findingOf<Tx extends CampaignTx>(
  { playbook, clock, links, stores }: CheckDesk<Tx>,
  campaign: Campaign,
  check: AutomaticCheck,
): Promise<Finding> {
  const { playbook: book } = playbook();
  const { plan } = campaign;
  switch (check) {
    case 'links_answer': {
      const link = taggedLink(plan);
      if (link === null) return failed('There is no content link');
      const answer = await links.check(link);
      return answer.kind === 'answers' ? fine(`It answers with ${answer.status}`) : failed(answer.because);
    }
    case 'utm_present': {
      const problems = checkUtm(book.campaigns, plan);
      return problems.length === 0 ? fine() : failed(problems.map(({ message }) => message).join('; '));
    }
    case 'owner_set':
      return ownerFinding(stores.directory, book, plan);
    case 'dates_sane':
      return datesFinding(plan, dayAt(book.organization.timezone, clock.now()));
    case 'audience_within_cap':
      return audienceFinding(plan, book.campaigns.audience_cap);
    case 'no_clash': {
      const others = await stores.campaigns.clashes(campaign);
      const named = others.map(({ id, plan: { name } }) => `${campaignKey(id)} ${name}`).join(', ');
      return others.length === 0 ? fine() : failed(`The same audience at the same time: ${named}`);
    }
    case 'suppression_list':
      return plan.suppressionList === null ? failed('No suppression list is attached') : fine(plan.suppressionList);
  }
}

async function ownerFinding(directory: DirectoryStore, playbook: Playbook, plan: CampaignPlan): Promise<Finding> {
  if (plan.owner === null) return failed('Nobody owns it');
  const without: CrmName[] = [];
  for (const crm of plan.crms) {
    if ((await ownerIdOf(directory, playbook, plan.owner, crm)) === null) without.push(crm);
  }
  if (without.length === 0) return fine(plan.owner);
  return failed(`${plan.owner} has no active user in ${without.map((crm) => CRM_LABELS[crm]).join(' and ')}`);
}

/** The CRM's own id of the owner, who must be active there; null where there is none. */
export async function ownerIdOf(
  directory: DirectoryStore,
  playbook: Playbook,
  owner: string,
  crm: CrmName,
): Promise<string | null> {
  const person = await personNamed({ directory, playbook }, owner);
  if (person !== null) {
    const ownership = await ownerOf({ directory, playbook }, person, crm);
    return ownership.kind === 'owner' ? ownership.user.id : null;
  }
  const user = await directory.crmUserByEmail(crm, owner);
  return user?.active === true ? user.id : null;
}

function datesFinding(plan: CampaignPlan, today: string): Finding {
  const { startsOn, endsOn } = plan;
  const days = daysOf(plan);
  if (startsOn === null || endsOn === null || days === null) return failed('It needs a start and an end');
  if (days < 1) return failed(`The end ${endsOn} is before the start ${startsOn}`);
  if (endsOn < today) return failed(`It ended on ${endsOn}`);
  const ahead = daysOf({ startsOn: today, endsOn: startsOn }) ?? 0;
  return ahead > FARTHEST_DAYS ? failed('It begins in more than two years') : fine();
}

function audienceFinding({ audience, audienceSize }: CampaignPlan, cap: number): Finding {
  if (audience === null) return failed('No audience is named');
  if (audienceSize === null || audienceSize === 0) return failed('The audience is empty, or its size is not known');
  const size = audienceSize.toLocaleString('en');
  return audienceSize > cap ? failed(`${size} are more than the cap of ${cap.toLocaleString('en')}`) : fine(size);
}

function fine(note: string | null = null): Finding {
  return { ok: true, note };
}

function failed(note: string): Finding {
  return { ok: false, note };
}
