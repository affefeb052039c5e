// The input of one field, by its type. Takes any text for a number: it is the CRM's to say what is none.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { CrmField, CrmOverview } from '#sandbox/web/protocol.ts';

export interface FieldInputProps {
  readonly field: CrmField;
  readonly owners: CrmOverview['owners'];
  readonly value: string;
  /** Typed into and not saved. */
  readonly changed: boolean;
  /** When somebody changed it a moment ago. */
  readonly flashedAt: number | undefined;
  readonly disabled: boolean;
  readonly onInput: (value: string) => void;
}

export function FieldInput(props: FieldInputProps): VNode {
  const { field, changed, flashedAt } = props;
  const id = useId();
  return (
    <div
      // Another key begins the animation anew; the input itself keeps its place and focus.
      class={`crm-field${flashedAt === undefined ? '' : ` crm-flash crm-flash-${Math.round(flashedAt) % 2}`}`}
      data-changed={changed}
      data-long={field.type === 'long_text'}
    >
      <label for={id}>{field.label}</label>
      <Control {...props} id={id} />
    </div>
  );
}

function Control({ field, owners, value, disabled, onInput, id }: FieldInputProps & { readonly id: string }): VNode {
  const shared = { id, name: field.name, value, disabled, autocomplete: 'off' };
  const type = (event: { readonly currentTarget: { readonly value: string } }): void =>
    onInput(event.currentTarget.value);
  switch (field.type) {
    case 'long_text':
      return <textarea {...shared} rows={3} onInput={type} />;
    case 'date':
      return <input {...shared} type="date" onInput={type} />;
    case 'number':
      return <input {...shared} type="text" inputMode="decimal" onInput={type} />;
    case 'text':
      return <input {...shared} type="text" spellcheck={false} onInput={type} />;
    case 'choice':
      return <Choices {...shared} options={field.choices ?? []} none="–" onChoose={onInput} />;
    case 'owner':
      return (
        <Choices
          {...shared}
          options={owners.map((owner) => ({ value: owner.id, label: owner.name }))}
          none="No owner"
          onChoose={onInput}
        />
      );
    case 'yes_no':
      return <Choices {...shared} options={YES_NO} none="–" onChoose={onInput} />;
  }
}

const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

interface ChoicesProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly none: string;
  readonly onChoose: (value: string) => void;
}

function Choices({ options, none, onChoose, value, ...rest }: ChoicesProps): VNode {
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <select {...rest} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      <option value="">{none}</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
