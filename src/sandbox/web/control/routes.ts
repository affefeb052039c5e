// The control API on the page's address, as data: each call with a sentence and what it does. GET /_sandbox/ lists it.
import { z } from 'zod';
import type { Outside } from '../outside.ts';
import { seenPeople } from '../seen/people.ts';
import { conversationPage, threadPage } from '../seen/pages.ts';
import { worldState } from '../world-state.ts';

interface Called {
  /** The parts of the path that stand for something, by name. */
  readonly of: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Below `/_sandbox/`; `:name` stands for one part. */
  readonly path: string;
  readonly about: string;
  /** Throws a Fault or a ZodError for what cannot be done. */
  readonly run: (outside: Outside, called: Called) => unknown;
}

const As = z.object({ as: z.string().min(1) });
const ConversationQuery = As.extend({
  before: z
    .string()
    .regex(/^\d+\.\d+$/u)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const Crm = z.enum(['hubspot', 'salesforce']);
const Edit = z.object({ values: z.record(z.string(), z.string().nullable()), as: z.string().optional() });

function part(called: Called, name: string): string {
  return called.of[name] ?? '';
}

/** What is answered is the body, as protocol.ts has it. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'people',
    about: 'Who there is to act as: SeenPerson[]',
    run: ({ slack }) => seenPeople(slack.workspace).filter(({ isBot, deleted }) => !isBot && !deleted),
  },
  {
    method: 'GET',
    path: 'conversations/:id',
    about: 'Messages of a conversation as one person sees it: ?as=ana, before=TS, limit=100; ConversationPage',
    run({ slack: { workspace } }, called) {
      const { as, ...portion } = ConversationQuery.parse(called.query);
      return conversationPage(workspace, workspace.as(as).user, part(called, 'id'), portion);
    },
  },
  {
    method: 'GET',
    path: 'threads/:channel/:ts',
    about: 'A message and its replies as one person sees them: ?as=ana; ThreadPage',
    run({ slack: { workspace } }, called) {
      const { as } = As.parse(called.query);
      return threadPage(workspace, workspace.as(as).user, part(called, 'channel'), part(called, 'ts'));
    },
  },
  {
    method: 'GET',
    path: 'world',
    about: 'What Signalbox, the servers and the clock are doing: WorldState',
    run: (outside) => worldState(outside),
  },
  {
    method: 'GET',
    path: 'world/happenings',
    about: 'What can be made to happen: Happening[]',
    run: ({ happenings }) => happenings.list,
  },
  {
    method: 'POST',
    path: 'world/:happening',
    about: 'Make something of that list happen; a switch takes { on }: HappeningDone',
    run: ({ happenings }, called) => happenings.make(part(called, 'happening'), called.body),
  },
  {
    method: 'GET',
    path: 'crm',
    about: 'The CRMs with their objects, fields and owners: CrmOverview[]',
    run: ({ records }) => records.overviews(),
  },
  {
    method: 'GET',
    path: 'crm/:crm/:object',
    about: 'Records of one kind: CrmRow[]',
    run: ({ records }, called) => records.rows(Crm.parse(part(called, 'crm')), part(called, 'object')),
  },
  {
    method: 'GET',
    path: 'crm/:crm/:object/:id/history',
    about: 'What changed in a record, newest first: CrmHistory[]',
    run: ({ records }, called) => records.history(...record(called)),
  },
  {
    method: 'GET',
    path: 'crm/:crm/:object/:id/links',
    about: 'What a record is tied to: CrmLink[]',
    run: ({ records }, called) => records.links(...record(called)),
  },
  {
    method: 'POST',
    path: 'crm/:crm/:object/:id',
    about: 'Edit a record by hand, as in the CRM’s own pages: { values: { field: text or null }, as? }',
    run({ records }, called) {
      const { values, as } = Edit.parse(called.body);
      records.edit(...record(called), values, as);
      return {};
    },
  },
];

function record(called: Called): [z.infer<typeof Crm>, string, string] {
  return [Crm.parse(part(called, 'crm')), part(called, 'object'), part(called, 'id')];
}
