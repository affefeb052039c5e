// What stands where messages will be, or cannot be.
import type { ComponentChildren, VNode } from 'preact';
import './states.css';

export function Loading(): VNode {
  return (
    <div class="chat-loading" role="status">
      <span class="chat-visually-hidden">Loading messages …</span>
      {[72, 54, 86].map((width) => (
        <div key={width} class="chat-loading-row" aria-hidden="true">
          <span class="chat-loading-face" />
          <span class="chat-loading-lines">
            <span style={{ width: '28%' }} />
            <span style={{ width: `${width}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function Failed({ said, retry }: { readonly said: string; readonly retry: () => void }): VNode {
  return (
    <div class="chat-blank" role="alert">
      <p class="chat-blank-title">This did not load</p>
      <p>{said}</p>
      <button type="button" class="chat-button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

export function Blank({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <div class="chat-blank">
      <p class="chat-blank-title">{title}</p>
      {children}
    </div>
  );
}
