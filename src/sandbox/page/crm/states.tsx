// What stands where there is nothing to show yet, or nothing at all.
import type { ComponentChildren, VNode } from 'preact';

export function Waiting({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <p class="crm-state" role="status">
      <span class="crm-spinner" aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

export function Nothing({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <div class="crm-state crm-nothing">
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  );
}

/** Grey rows while a list is on its way. */
export function Skeleton({ rows }: { readonly rows: number }): VNode {
  return (
    <div class="crm-skeleton" role="status" aria-label="Loading records">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
