// The form of a question at work: opened with what was asked, its text kept in step with what is chosen, and answered.
import { ChannelId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { turnOf } from '#features/people/turn.ts';
import { answerText } from './answer-question.ts';
import { readText } from './ask-text.ts';
import { asking, viewing } from './desk.ts';
import type { KpiDesk } from './desk.ts';
import {
  draftOf,
  newDraft,
  openingForm,
  QUERY_ACTIONS,
  QUERY_MODALS,
  queryForm,
  QueryState,
  readQueryForm,
  textOf,
} from './query-form.ts';
import type { QueryDraft, QueryField } from './query-form.ts';
import { tellPrivately } from './tell-privately.ts';

type Opening = Parameters<typeof showModal>[0];

export function registerQueryForm(listeners: Listeners, desk: KpiDesk): void {
  listeners.action(QUERY_ACTIONS.changed, async (args) => {
    await args.ack();
    await redraw(desk, args);
  });
  listeners.view(QUERY_MODALS.ask, (args) => submit(desk, args));
}

/** Opens at once, and begins with what was asked as far as that is understood. @param text empty: nothing was. */
export async function openQueryForm(
  desk: KpiDesk,
  opening: Opening,
  user: string,
  channel: string | undefined,
  text: string,
): Promise<void> {
  const { playbook } = desk.playbook();
  const state = { channel: ChannelId.safeParse(channel).data ?? null };
  const [usual = 'leads'] = playbook.kpis.scoreboard;
  if (text === '') {
    await showModal(opening, queryForm(playbook, newDraft(usual), state));
    return;
  }
  // Slack keeps what stands in an input that it shows already, so the form comes when it can be filled.
  const shown = await showModal(opening, openingForm());
  const { by } = await turnOf(desk, user, channel);
  const read = await readText(asking(desk), text, await viewing(desk, by), 'typed');
  const draft = read.kind === 'question' ? draftOf(read.question) : newDraft(usual);
  await fillModal(opening, shown, queryForm(playbook, draft, state));
}

/** A form that was closed or redrawn meanwhile is left. */
async function redraw(desk: KpiDesk, args: ActionArgs): Promise<void> {
  const { view } = args.body;
  if (view === undefined) throw new Fault('invalid_input', 'This choice belongs to no form');
  const state = QueryState.parse(JSON.parse(view.private_metadata));
  const draft = readQueryForm(view.state.values);
  await fillModal(args, { id: view.id, hash: view.hash }, queryForm(desk.playbook().playbook, draft, state));
}

/** What is wrong stands beside what it is about; else the form closes, and the answer comes where it was opened. */
async function submit(desk: KpiDesk, { view, body, ack }: ViewArgs): Promise<void> {
  const { channel } = QueryState.parse(JSON.parse(view.private_metadata));
  const draft = readQueryForm(view.state.values);
  const text = textOf(draft);
  const { by } = await turnOf(desk, body.user.id, channel ?? undefined);
  const viewer = await viewing(desk, by);
  const read = await readText(asking(desk), text, viewer, 'typed');
  if (read.kind === 'refused') {
    const field = await fieldOf(desk, draft);
    const proposal = read.suggestions[0] === undefined ? '' : ` Did you mean: ${read.suggestions[0]}?`;
    return ack({ response_action: 'errors', errors: { [field]: `${read.because}${proposal}`.slice(0, 500) } });
  }
  await ack();
  const message = await answerText(desk, { text, by, manner: 'typed' });
  await tellPrivately(desk, ChannelId.safeParse(channel).data ?? null, by, message);
}

/** The first part that is not understood alone. */
async function fieldOf(desk: KpiDesk, { kpi, period }: QueryDraft): Promise<QueryField> {
  const read = await readText(asking(desk), `${kpi} ${period}`, null, 'typed');
  return read.kind === 'refused' ? 'period' : 'where';
}
