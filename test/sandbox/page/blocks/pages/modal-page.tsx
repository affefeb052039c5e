// A Home tab and modals as a page of their own, with an app that a test plays: what is handed on stands in `window.acts`,
// and a press, a submission or a question is answered by what the test puts into `window.answers`.
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { VNode } from 'preact';
import type { Acted, Json, Snapshot, WireView } from '#sandbox/web/protocol.ts';
import { HomeTab } from '#sandbox/page/blocks/home-tab.tsx';
import { ModalStack } from '#sandbox/page/blocks/modal-stack.tsx';
import type { Pane } from '#sandbox/page/live/pane.ts';
import { aConversation, aPerson } from '../a-surface.ts';
import '../../../../../src/sandbox/page/style/tokens.css';

declare global {
  interface Window {
    acts: unknown[][];
    answers: Acted[];
    setModals: (modals: readonly WireView[]) => void;
    setHome: (blocks: readonly Json[]) => void;
  }
}

function aView(id: string, blocks: readonly Json[]): WireView {
  return {
    id,
    team_id: 'T1',
    app_id: 'A1',
    bot_id: 'B1',
    type: 'home',
    blocks,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    hash: '1',
    state: { values: {} },
    root_view_id: id,
    previous_view_id: null,
  };
}

const snapshot = signal<Snapshot | null>({
  as: aPerson(),
  team: 'Acme',
  bot: 'U0BOT',
  people: [aPerson(), aPerson({ id: 'U0BO', name: 'bo', realName: 'Bo Lindqvist' })],
  conversations: [aConversation()],
  others: [],
  commands: [],
  shortcuts: [],
  appTabs: { home: true, messages: true, messagesReadOnly: false },
  modals: [],
  home: aView('H1', []),
  chosen: {},
});

function change(to: Partial<Snapshot>): void {
  if (snapshot.value !== null) snapshot.value = { ...snapshot.value, ...to };
}

async function act(name: string, ...what: readonly unknown[]): Promise<Acted> {
  window.acts.push([name, ...what]);
  return window.answers.shift() ?? { kind: 'acknowledged' };
}

window.acts = [];
window.answers = [];
window.setModals = (modals) => change({ modals });
window.setHome = (blocks) => change({ home: aView('H1', blocks) });

const acts: Partial<Pane['acts']> = {
  press: (_on, actionId, value) => act('press', actionId, value),
  enter: async (_view, values) => void (await act('enter', values)),
  submit: (_view, values) => act('submit', values),
  closeModal: async (view) => void (await act('close', view)),
  suggest: (_on, actionId, typed) => act('suggest', actionId, typed),
};
// The parts of a pane that views use.
const pane = { as: 'ana', snapshot, acts } as unknown as Pane;

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no #page to draw into');
function Both(): VNode {
  const covered = (snapshot.value?.modals.length ?? 0) > 0;
  return (
    <>
      <div style={{ position: 'relative', height: '90vh' }}>
        <div inert={covered}>
          <HomeTab pane={pane} />
        </div>
        <ModalStack pane={pane} />
      </div>
      <button type="button">Beside the pane</button>
    </>
  );
}

render(<Both />, root);
