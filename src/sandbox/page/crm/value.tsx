// One value of a record as people read it: owners with a face, scores by their warmth, choices as labels.
import type { VNode } from 'preact';
import type { CrmField, CrmOverview } from '#sandbox/web/protocol.ts';
import { initials } from '../chat/initials.ts';
import { isScore, shownValue, warmthOf } from './values.ts';

export interface ValueProps {
  readonly field: CrmField;
  readonly value: string | null;
  readonly owners: CrmOverview['owners'];
}

export function Value({ field, value, owners }: ValueProps): VNode {
  const text = shownValue(field, value, owners);
  if (text === null || value === null) return <Empty field={field} />;
  if (field.type === 'owner') {
    return (
      <span class="crm-owner">
        <span class="crm-face" aria-hidden="true">
          {initials(text)}
        </span>
        {text}
      </span>
    );
  }
  if (isScore(field)) {
    return (
      <span class="crm-score" data-warmth={warmthOf(value)}>
        {text}
      </span>
    );
  }
  return <span class={field.type === 'choice' ? 'crm-choice' : 'crm-text'}>{text}</span>;
}

function Empty({ field }: { readonly field: CrmField }): VNode {
  return <span class="crm-empty">{field.type === 'owner' ? 'No owner' : '–'}</span>;
}
