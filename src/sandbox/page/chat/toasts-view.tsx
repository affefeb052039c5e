// The toasts of a pane in its corner: what a phone would show, and what did not work.
import type { VNode } from 'preact';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import type { Toast } from './toast-queue.ts';
import './toasts.css';

export function ToastsView(): VNode {
  const { toasts } = useChat();
  return (
    <div
      class="chat-toasts"
      role="region"
      aria-label="Notifications"
      aria-live="polite"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocusCapture={() => toasts.hold(true)}
      onBlurCapture={() => toasts.hold(false)}
    >
      {toasts.shown.value.map((toast) => (
        <ToastView key={toast.id} toast={toast} dismiss={() => toasts.dismiss(toast.id)} />
      ))}
    </div>
  );
}

function ToastView({ toast, dismiss }: { readonly toast: Toast; readonly dismiss: () => void }): VNode {
  const { open, title, text, kind } = toast;
  const content = (
    <>
      {title === '' ? null : <strong>{title}</strong>}
      <span>{text}</span>
    </>
  );
  return (
    <div class="chat-toast" data-kind={kind}>
      {open === null ? (
        <p class="chat-toast-text">{content}</p>
      ) : (
        <button
          type="button"
          class="chat-toast-text"
          onClick={() => {
            dismiss();
            open();
          }}
        >
          {content}
        </button>
      )}
      <button type="button" class="chat-tool" aria-label="Dismiss" onClick={dismiss}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
