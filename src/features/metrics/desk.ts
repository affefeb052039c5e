// What listeners of KPIs work with.
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Draw } from '#ports/drawing.ts';
import type { ActionArgs, CommandArgs } from '#ports/listeners.ts';
import type { Message, Messenger, SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { HistoryStore } from '#features/history/store.ts';
import type { DirectoryStore, GroupStore } from '#features/people/store.ts';
import type { Turn } from '#features/people/turn.ts';
import type { AskTextDeps } from './ask-text.ts';
import { viewerOf } from './restrict.ts';
import type { Viewer } from './restrict.ts';

/** What is written together with a cost. */
export interface CostTx {
  readonly history: HistoryStore;
  readonly audit: AuditStore;
}

export interface KpiDesk extends Omit<AskTextDeps, 'store'> {
  readonly metrics: AskTextDeps['store'];
  readonly stores: {
    readonly directory: DirectoryStore;
    readonly groups: GroupStore;
    readonly history: Pick<HistoryStore, 'costs'>;
  };
  readonly transact: Transact<CostTx>;
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Pick<Crm, 'recordUrl'>>;
  readonly draw: Draw;
  readonly reports: KpiReports;
  readonly alerts: KpiAlerts;
}

/** What is built upon answers, and known here by what can be asked of it. */
interface KpiReports {
  /** Opens the form in which a question is followed. */
  readonly follow: (args: ActionArgs | CommandArgs, question: string) => Promise<void>;
  /** Answers `/kpi report`. */
  readonly command: (turn: Turn, text: string) => Promise<Message>;
}

/** Watches, which are built upon numbers too. */
interface KpiAlerts {
  /** Opens the form in which somebody has a number watched. */
  readonly ask: (args: ActionArgs | CommandArgs, question: string) => Promise<void>;
  /** Answer `/kpi watches`, `/kpi incidents` and `/kpi events`. */
  readonly watches: (turn: Turn, text: string) => Promise<Message>;
  readonly incidents: (turn: Turn, text: string) => Promise<Message>;
  readonly events: (turn: Turn, text: string) => Promise<Message>;
}

/** What asking takes, and knowing by whose rights. */
export interface AskingDesk extends Pick<KpiDesk, 'metrics' | 'playbook' | 'clock' | 'values'> {
  readonly stores: Pick<KpiDesk['stores'], 'groups'>;
}

/** What a question is asked with. */
export function asking({ metrics, playbook, clock, values }: AskingDesk): AskTextDeps {
  return { store: metrics, playbook, clock, values };
}

export function viewing(
  { playbook, stores }: Pick<AskingDesk, 'playbook' | 'stores'>,
  person: SlackPerson,
): Promise<Viewer> {
  return viewerOf({ playbook: playbook().playbook, groups: stores.groups }, person);
}
