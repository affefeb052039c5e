// What keeps the data fresh without anybody asking: links to the CRMs, the poller, the directory, housekeeping.
import { lookAfterApprovals } from '#features/approvals/look-after.ts';
import { watchCampaigns } from '#features/campaigns/watch-campaigns.ts';
import { createWorkItemWatch } from '#features/workitems/watch-work-items.ts';
import { connectCrm } from '#features/intake/connect-crm.ts';
import { createCrmLink } from '#features/intake/crm-link.ts';
import type { CrmLink } from '#features/intake/crm-link.ts';
import { tellLateLeads } from '#features/intake/late-digest.ts';
import { readEvents } from '#features/intake/read-events.ts';
import { isPollDue, reconcile } from '#features/intake/reconcile.ts';
import type { HeldEvent } from '#features/intake/store.ts';
import { createFirstGroupLook, refreshGroups } from '#features/people/refresh-groups.ts';
import { createFirstLook, refreshCrmDirectory, refreshPeople } from '#features/people/refresh-directory.ts';
import { beginDueReports } from '#features/reports/due-reports.ts';
import { sweepHoles } from '#features/recovery/sweep-holes.ts';
import { tellTrouble } from '#features/recovery/tell-trouble.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { Crm, CrmEvent, CrmName } from '#ports/crm.ts';
import type { Jobs, Tick } from '#ports/jobs.ts';
import { createCrmWatch } from './crm-watch.ts';
import type { CrmWatch } from './crm-watch.ts';
import type { OpenDatabase } from './database.ts';
import { createHistoryReader } from './history.ts';
import type { Desk } from './desk.ts';
import type { Outlook } from '#ports/outlook.ts';
import { remindOfPause } from '#features/operations/pause.ts';
import { tellUsedUp } from '#features/operations/tell-used-up.ts';
import type { Outages } from './outages.ts';
import { createWatching } from './watching.ts';

export interface UpkeepDeps {
  readonly database: OpenDatabase;
  readonly desk: Desk;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly outages: Pick<Outages, 'back'>;
  readonly outlook: Outlook;
}

export interface Upkeep {
  readonly links: ReadonlyMap<CrmName, CrmLink>;
  /** Reads a batch of the inbox's events; throws the Fault of a CRM that is not connected. */
  read(crm: CrmName, events: readonly HeldEvent[], enough: () => boolean): Promise<void>;
  readonly ticks: readonly Tick[];
  readonly campaigns: CrmWatch;
  readonly workItems: CrmWatch;
  /** Makes sure that people and groups were looked at in Slack; throws its Fault. Asks nothing when they were. */
  meetPeople(): Promise<void>;
  /** Lets what waited for this side go on, now that it answers again. Rejects never. */
  back(side: 'slack' | CrmName): Promise<void>;
  /** Webhooks told of something in this CRM: its past is looked at soon. */
  heard(events: readonly CrmEvent[]): void;
  /** Leaves the reading of the past where it is. */
  stop(deadlineMs: number): Promise<boolean>;
  /** Id of the connected account; null before the first connection. */
  accountId(crm: CrmName): string | null;
}

/** How long finished rows of the queues are kept. */
const KEEP_FINISHED_MS = 7 * DAY_MS;
/** Looks of Signalbox at itself come every five minutes. */
const KEEP_OWN_LOOKS_MS = 30 * DAY_MS;

export function createUpkeep({ database, desk, jobs, outages, outlook }: UpkeepDeps): Upkeep {
  const { stores, inbox } = database;
  const { transact, messenger, crms, playbook, clock, log } = desk;
  const people = { directory: stores.directory, groups: stores.groups, messenger, playbook, clock };
  const firstLook = createFirstLook(people);
  const firstGroupLook = createFirstGroupLook(people);
  const history = createHistoryReader({ database, desk, onFilled: pollFirst, outlook });
  const polling = { inbox, mirror: stores.mirror, cursors: stores.cursors, begin: history.begin, clock, log };
  const sweeping = { ...desk, holes: stores.holes };
  const accounts = new Map<CrmName, string>();
  const campaigns = createCrmWatch({ name: 'campaigns', look: (crm) => watchCampaigns(desk, crm), outlook, log });
  const workItems = createCrmWatch({ name: 'approvals', look: createWorkItemWatch(desk), outlook, log });
  const watching = createWatching(desk, jobs);
  const links = new Map([...crms].map(([name, crm]) => [name, linkTo(crm)]));

  return {
    links,
    campaigns,
    workItems,
    async meetPeople() {
      await firstLook();
      await firstGroupLook();
    },
    async read(name, events, enough) {
      const { crm } = required(name);
      // Before the first look at Slack nobody can be routed to, and leads would go to nobody for good.
      await firstLook();
      await firstGroupLook();
      await readEvents({ ...desk, inbox, mirror: stores.mirror, past: history.past, enough }, crm, events);
    },
    ticks: [
      ...[...links].flatMap(([name, link]) => [
        { name: `reconcile-${name}`, cron: '* * * * *', run: () => poll(link) },
        { name: `directory-${name}`, cron: '*/5 * * * *', run: () => refreshDirectory(link) },
        { name: `campaigns-${name}`, cron: '* * * * *', run: () => campaigns.run(link) },
        { name: `history-${name}`, cron: '* * * * *', run: () => readPast(link) },
        ...(link.crm.workItems === null
          ? []
          : [{ name: `workitems-${name}`, cron: '* * * * *', run: () => workItems.run(link) }]),
      ]),
      { name: 'people', cron: '*/5 * * * *', run: () => refreshPeople(people) },
      { name: 'groups', cron: '*/5 * * * *', run: () => refreshGroups(people) },
      { name: 'approvals', cron: '* * * * *', run: () => lookAfter() },
      { name: 'reports', cron: '* * * * *', run: () => beginDueReports(desk) },
      ...watching.ticks,
      { name: 'late-leads', cron: '*/15 * * * *', run: async () => void (await tellLateLeads(desk)) },
      {
        name: 'pause-reminder',
        cron: '23 * * * *',
        run: async () => void (await remindOfPause({ transact, clock })),
      },
      { name: 'housekeeping', cron: '17 * * * *', run: forget },
      { name: 'sweep', cron: '*/5 * * * *', run: sweep },
      { name: 'trouble', cron: '* * * * *', run: () => tellTrouble(sweeping) },
    ],
    async back(side) {
      if (side === 'slack') return outages.back(side);
      await goOn(side).catch((error: unknown) => {
        // It goes on all the same, when it is due.
        log.warn('what waited for a CRM could not be hastened', { crm: side, error: messageOf(error) });
      });
    },
    heard(events) {
      for (const [name, own] of Map.groupBy(events, ({ crm }) => crm)) {
        const link = links.get(name);
        if (link) history.soon(link, own);
      }
    },
    stop: history.stop,
    accountId: (name) => accounts.get(name) ?? null,
  };

  function linkTo(crm: Crm): CrmLink {
    return createCrmLink({
      crm,
      log,
      async connect() {
        const { accountId } = await connectCrm({ connections: stores.connections, transact, clock }, crm);
        accounts.set(crm.name, accountId);
      },
      prepare: () => refreshCrmDirectory(stores.directory, crm),
      onUsable: () => goOn(crm.name),
    });
  }

  async function readPast(link: CrmLink): Promise<void> {
    await history.run(link);
    await watching.onRead();
  }

  /** While the app runs dry nothing is posted or written, which is no hole. */
  async function sweep(): Promise<void> {
    if ((await stores.dryRuns.current()) === null) await sweepHoles(sweeping);
  }

  /** While the app runs dry nobody is asked, so nobody is reminded either. */
  async function lookAfter(): Promise<void> {
    if ((await stores.dryRuns.current()) === null) await lookAfterApprovals(desk);
  }

  /** What waited for the CRM, and what happened meanwhile, is looked at now and not when its next try is due. */
  async function goOn(name: CrmName): Promise<void> {
    await inbox.hasten(name, clock.now());
    await outages.back(name);
    await jobs.send(`tick.reconcile-${name}`, {});
    await jobs.send(`tick.history-${name}`, {});
  }

  function required(name: CrmName): CrmLink {
    const link = links.get(name);
    if (!link) throw new Fault('not_configured', `${name} is not connected`);
    link.require();
    return link;
  }

  async function poll({ crm, round }: CrmLink): Promise<void> {
    const delay = outlook.crm(crm.name, 'scan');
    if (delay?.because === 'budget') await tellUsedUp({ ...database, clock, outlook }, crm.name);
    // Polling makes up for what it left out as soon as it goes on.
    if (delay !== null) return;
    if (!(await isPollDue(polling, crm, playbook().playbook.intake.poll_every))) return;
    await round(() => reconcile(polling, crm));
  }

  async function pollFirst(name: CrmName): Promise<void> {
    const link = links.get(name);
    if (link) await poll(link);
  }

  /** A CRM that is not connected yet is asked as soon as it is. */
  async function refreshDirectory({ crm, isConnected }: CrmLink): Promise<void> {
    if (isConnected()) await refreshCrmDirectory(stores.directory, crm);
  }

  async function forget(): Promise<void> {
    await database.forgetFinished(after(clock.now(), -KEEP_FINISHED_MS));
    await stores.watches.forgetOwn(after(clock.now(), -KEEP_OWN_LOOKS_MS));
  }
}
