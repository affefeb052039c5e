// A record's history: who changed what to what, and when.
import type { VNode } from 'preact';
import type { CrmOverview } from '#sandbox/web/protocol.ts';
import { agoText } from './ago.ts';
import type { HistoryEntry } from './group-history.ts';
import { shownValue } from './values.ts';

export interface RecordHistoryProps {
  /** Null while it is on its way. */
  readonly entries: readonly HistoryEntry[] | null;
  readonly error: string;
  readonly owners: CrmOverview['owners'];
  readonly now: number;
}

export function RecordHistory({ entries, error, owners, now }: RecordHistoryProps): VNode {
  return (
    <section class="crm-history" aria-label="History">
      <h4>History</h4>
      {error === '' ? null : <p class="crm-error">{error}</p>}
      {entries === null && error === '' ? <p class="crm-quiet">Looking it up …</p> : null}
      <ol>
        {(entries ?? []).map(({ at, by, made, changes }) => (
          <li key={`${at} ${by} ${String(made)}`} data-by={by === 'Signalbox' ? 'app' : 'other'}>
            <p>
              <b>{by}</b> {made ? 'created the record' : 'changed'}{' '}
              <time dateTime={at} title={new Date(at).toLocaleString('en-GB')}>
                {agoText(Date.parse(at), now)}
              </time>
            </p>
            {changes.length === 0 ? null : (
              <ul>
                {changes.map(({ field, value }) => (
                  <li key={field.name}>
                    {field.label} <span aria-hidden="true">→</span>
                    <span class="crm-hidden"> to </span> <b>{shownValue(field, value, owners) ?? 'none'}</b>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
