// The page as a whole: which part of the sandbox is shown, for whom. Draws nothing of its own but the frame.
import type { VNode } from 'preact';

export function App(): VNode {
  return <main>Signalbox sandbox</main>;
}
