// Says that the connection is lost, and for a moment that it is back.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useChat } from './context.ts';
import './link-bar.css';

const BACK_FOR_MS = 3_000;

export function LinkBar(): VNode {
  const { pane } = useChat();
  const link = pane.link.value;
  const wasLost = useRef(false);
  const back = useSignal(false);
  useEffect(() => {
    if (link === 'lost') wasLost.current = true;
    if (link !== 'live' || !wasLost.current) {
      back.value = false;
      return;
    }
    wasLost.current = false;
    back.value = true;
    const timer = setTimeout(() => void (back.value = false), BACK_FOR_MS);
    return () => clearTimeout(timer);
  }, [link]);
  return (
    <div class="chat-link" role="status" data-link={link === 'lost' ? 'lost' : back.value ? 'back' : 'quiet'}>
      {link === 'lost' ? 'Connection lost. Reconnecting …' : back.value ? 'Back again' : ''}
    </div>
  );
}
