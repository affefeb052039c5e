// Something that happens once at a press, with its fields where a person may say more about it.
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Happening, HappeningField } from '#sandbox/web/protocol.ts';
import type { Desk } from './desk.ts';

export interface HappeningButtonProps {
  readonly happening: Happening;
  readonly desk: Desk;
}

export function HappeningButton({ happening, desk }: HappeningButtonProps): VNode {
  const { name, label, about, verb = label, asks, form = [] } = happening;
  const busy = desk.running.value.has(name);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [used, setUsed] = useState(false);
  const [asked, setAsked] = useState(false);
  const heading = useId();
  // What stood there was used up by the first time: from then on what is left empty is made up.
  const valueOf = (field: HappeningField): string =>
    typed[field.name] ?? (used && field.type !== 'choice' ? '' : field.value);

  async function make(): Promise<void> {
    const input = Object.fromEntries(form.map((field) => [field.name, valueOf(field)]));
    if (!(await desk.make(name, input))) return;
    setUsed(true);
    const choices = form.filter(({ type }) => type === 'choice').map((field) => [field.name, valueOf(field)]);
    setTyped(Object.fromEntries(choices));
  }

  return (
    <form
      class="happen-item"
      aria-labelledby={heading}
      onSubmit={(event) => {
        event.preventDefault();
        if (asks !== undefined && !asked) return setAsked(true);
        setAsked(false);
        void make();
        return undefined;
      }}
    >
      <div class="happen-text">
        <h4 id={heading}>{label}</h4>
        <p>{about}</p>
      </div>
      {form.length === 0 ? null : (
        <div class="happen-fields" data-many={form.length > 2}>
          {form.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={valueOf(field)}
              onInput={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
        </div>
      )}
      <button type="submit" class="happen-press" aria-disabled={busy} data-asked={asked} aria-describedby={heading}>
        {busy ? 'Under way …' : asked ? 'Yes' : verb}
      </button>
      {asked ? (
        <p class="happen-asks" role="alert">
          {asks}{' '}
          <button type="button" class="happen-press" onClick={() => setAsked(false)}>
            No
          </button>
        </p>
      ) : null}
    </form>
  );
}

interface FieldProps {
  readonly field: HappeningField;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Field({ field, value, onInput }: FieldProps): VNode {
  const id = useId();
  return (
    <div class="happen-field">
      <label for={id}>{field.label}</label>
      {field.type === 'choice' ? (
        <select id={id} value={value} onChange={({ currentTarget }) => onInput(currentTarget.value)}>
          {(field.choices ?? []).map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          // The sandbox says what is wrong with an address or a number; the browser's own bubbles would hide it.
          type="text"
          inputMode={{ text: 'text', email: 'email', number: 'numeric' }[field.type]}
          value={value}
          placeholder="made up"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </div>
  );
}
