// A record's fields, to be edited by hand as a colleague would in the CRM's own pages. What the CRM refuses is shown in its words.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CrmField, CrmObject, CrmOverview, CrmRow } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { personaIn } from './place.ts';
import { editsOf, inputValue, stillDifferent, withInput } from './draft.ts';
import type { Draft } from './draft.ts';
import { useFresh, wordsOf } from './hooks.ts';
import { FieldInput } from './field-input.tsx';
import { Value } from './value.tsx';

export interface RecordFormProps {
  readonly overview: CrmOverview;
  readonly object: CrmObject;
  readonly row: CrmRow;
  readonly world: OutsideWorld;
}

type Saving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'refused'; readonly words: string };

export function RecordForm({ overview, object, row, world }: RecordFormProps): VNode {
  const [typed, setTyped] = useState<Draft>({});
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const form = useRef<HTMLFormElement>(null);
  const draft = stillDifferent(typed, object.fields, row);
  const dirty = Object.keys(draft).length;
  const fresh = useFresh(world, overview.crm, object.name).get(row.id);
  const parts = partsOf(object, row);

  function cancel(): void {
    setTyped({});
    setSaving({ kind: 'idle' });
    // The button that was pressed goes away; the keys go on from here.
    form.current?.focus();
  }

  async function save(): Promise<void> {
    setSaving({ kind: 'saving' });
    try {
      await world.edit(overview.crm, object.name, row.id, editsOf(draft), personaIn(location.search));
      cancel();
    } catch (error) {
      setSaving({ kind: 'refused', words: wordsOf(error) });
    }
  }

  const input = (field: CrmField): VNode => (
    <FieldInput
      key={field.name}
      field={field}
      owners={overview.owners}
      value={inputValue(field, row, draft)}
      changed={draft[field.name] !== undefined}
      flashedAt={fresh?.fields.get(field.name)}
      disabled={saving.kind === 'saving'}
      onInput={(value) => setTyped(withInput(draft, field, row, value))}
    />
  );

  return (
    <form
      ref={form}
      class="crm-form"
      tabIndex={-1}
      aria-label="Fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty > 0) void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || dirty === 0) return;
        event.preventDefault();
        cancel();
      }}
    >
      <div class="crm-fields">{parts.main.map(input)}</div>
      {parts.more.length === 0 ? null : (
        <details class="crm-more">
          <summary>More fields ({parts.more.length})</summary>
          <div class="crm-fields">{parts.more.map(input)}</div>
        </details>
      )}
      {parts.fixed.length === 0 ? null : (
        <dl class="crm-fixed">
          {parts.fixed.map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>
                <Value field={field} value={row.values[field.name] ?? null} owners={overview.owners} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {dirty === 0 ? null : (
        <div class="crm-save">
          {saving.kind === 'refused' ? (
            <p class="crm-error" role="alert">
              {overview.label} refused it: {saving.words}
            </p>
          ) : null}
          <button type="submit" class="crm-primary" disabled={saving.kind === 'saving'}>
            {saving.kind === 'saving' ? 'Saving …' : `Save ${dirty === 1 ? 'the change' : `${dirty} changes`}`}
          </button>
          <button type="button" class="crm-secondary" disabled={saving.kind === 'saving'} onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
    </form>
  );
}

/** Fields that identify and qualify come first; what nobody can write is listed where it has a value. */
function partsOf({ fields, columns }: CrmObject, row: CrmRow) {
  const open = fields.filter(({ readOnly }) => !readOnly);
  const isMain = ({ name }: CrmField): boolean =>
    columns.includes(name) || /name$|phone$|subject$|(?:^|lead_)status$|rating$|email$/iu.test(name);
  return {
    main: open.filter(isMain),
    more: open.filter((field) => !isMain(field)),
    fixed: fields.filter(({ readOnly, name }) => readOnly && (row.values[name] ?? null) !== null),
  };
}
