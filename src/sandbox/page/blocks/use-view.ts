// A modal or Home tab as a surface: keeps what is typed, hands it on before a press and with a submission.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Acted, Snapshot, WireView } from '#sandbox/web/protocol.ts';
import type { Pane } from '../live/pane.ts';
import { checkEntries } from './entry-check.ts';
import { dispatches, EMPTY_DRAFT, entered, given, kept, notGiven, valuesWith, withErrors } from './modal-draft.ts';
import type { Draft } from './modal-draft.ts';
import { suggestionsIn } from './suggestions.ts';
import type { Names, Surface } from './surface.ts';

/** What is said when an act came to nothing; Slack's own words. */
const TROUBLE = 'We had some trouble connecting. Try again?';
const SUBMIT = 'submit';

export interface ViewInUse {
  readonly surface: Surface;
  readonly submitting: boolean;
  /** How often a submission was refused: each time the keyboard goes to the first input that is wrong. */
  readonly refusals: number;
  /** A sentence for the person when the app or the line did not answer; null else. */
  readonly trouble: string | null;
  readonly submit: () => void;
  readonly close: () => void;
}

/** Names for ids as this person knows them. */
export function namesOf(snapshot: Snapshot, now: Date): Names {
  const { people, conversations, others, as } = snapshot;
  return { people, conversations: [...conversations, ...others], now, self: as.id, timezone: as.timezone };
}

/** Everything that drawing this view needs. What was typed is kept as long as whoever uses this is drawn. */
export function useView(pane: Pane, view: WireView, names: Names): ViewInUse {
  const [stored, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const draft = useMemo(() => kept(stored, view), [stored, view]);
  const values = useMemo(() => valuesWith(view, draft), [draft, view]);
  // What the app took away is forgotten, also if it comes back.
  useEffect(() => {
    if (draft !== stored) setDraft(draft);
  }, [draft, stored]);
  // Acts outlive a drawing: they go by what was typed up to when they begin.
  const latest = useRef(draft);
  latest.current = draft;
  const underWay = useRef(new Set<string>());
  const alive = useRef(true);
  useEffect(() => () => void (alive.current = false), []);

  const change = (to: (draft: Draft) => Draft): void => {
    if (!alive.current) return;
    latest.current = to(latest.current);
    setDraft(latest.current);
  };
  const refuse = (errors: Draft['errors']): void => {
    change((now) => withErrors(now, errors));
    setRefusals((count) => count + 1);
  };
  const during = async (key: string, act: () => Promise<Acted | void>): Promise<void> => {
    if (underWay.current.has(key)) return;
    underWay.current.add(key);
    setTrouble(null);
    setBusy((all) => new Set([...all, key]));
    const acted = await act().catch((): Acted => ({ kind: 'failed', error: TROUBLE }));
    underWay.current.delete(key);
    if (!alive.current) return;
    setBusy((all) => new Set([...all].filter((each) => each !== key)));
    if (acted?.kind === 'failed') setTrouble(TROUBLE);
    if (acted?.kind === 'refused') refuse(acted.errors);
  };
  const giveOpen = async (): Promise<void> => {
    const open = notGiven(latest.current);
    if (Object.keys(open).length === 0) return;
    await pane.acts.enter(view.id, open);
    change((now) => given(now, open));
  };

  const press: Surface['press'] = (blockId, actionId, value) => {
    const key = `${blockId}.${actionId}`;
    void during(key, async () => {
      await giveOpen();
      return pane.acts.press({ view: view.id }, key, value);
    });
  };
  // What is typed while the app is being told is told after it, so that it ends with what stands in the input.
  const tell = async (blockId: string, actionId: string): Promise<Acted> => {
    const key = `${blockId}.${actionId}`;
    for (;;) {
      const value = latest.current.entries[key]?.value;
      await giveOpen();
      const acted = await pane.acts.press({ view: view.id }, key, value);
      if (!alive.current || acted.kind === 'failed' || latest.current.entries[key]?.value === value) return acted;
    }
  };
  const surface: Surface = {
    kind: view.type,
    names,
    values,
    errors: draft.errors,
    busy,
    press,
    enter: (blockId, actionId, value) => {
      change((now) => entered(now, blockId, actionId, value));
      if (dispatches(view.blocks, blockId)) void during(`${blockId}.${actionId}`, () => tell(blockId, actionId));
    },
    keep: (blockId, actionId, value) => change((now) => entered(now, blockId, actionId, value)),
    suggest: async (actionId, typed) => suggestionsIn(await pane.acts.suggest({ view: view.id }, actionId, typed)),
  };
  return {
    surface,
    submitting: busy.has(SUBMIT),
    refusals,
    trouble,
    submit: () => {
      const errors = checkEntries(view.blocks, values);
      if (Object.keys(errors).length > 0) {
        refuse(errors);
        return;
      }
      const open = notGiven(latest.current);
      void during(SUBMIT, async () => {
        const acted = await pane.acts.submit(view.id, open);
        if (acted.kind !== 'failed') change((now) => given(now, open));
        return acted;
      });
    },
    close: () => void during('close', async () => pane.acts.closeModal(view.id)),
  };
}
