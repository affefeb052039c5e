// Buttons: plain, primary, danger, with an address, with a question first; busy until the app has answered.
import type { VNode } from 'preact';
import { webAddress } from '../address.ts';
import { jsonIn, textIn } from '../json.ts';
import { plainWords } from '../text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { actionIdOf, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';

export function Button(props: ElementProps): VNode {
  const { element, blockId, surface } = props;
  const { ask, question } = useConfirm(element, surface);
  const busy = isBusy(props);
  const style = textIn(element, 'style');
  const look = `block-button${style === '' ? '' : ` block-button-${style}`}`;
  const label = textIn(element, 'accessibility_label') || undefined;
  const words = <span class="block-button-words">{plainWords(jsonIn(element, 'text'))}</span>;
  const press = (): void => surface.press(blockId, actionIdOf(element), element['value']);
  const address = webAddress(textIn(element, 'url'));
  if (address !== null && element['confirm'] === undefined) {
    return (
      <a class={look} href={address} target="_blank" rel="noreferrer noopener" aria-label={label} onClick={press}>
        {words}
      </a>
    );
  }
  const pressAndOpen = (): void => {
    press();
    if (address !== null) window.open(address, '_blank', 'noreferrer,noopener');
  };
  // A busy button keeps the keyboard's place, so it is not disabled for the browser.
  return (
    <>
      <button
        type="button"
        class={look}
        aria-label={label}
        aria-disabled={busy}
        aria-busy={busy}
        onClick={() => !busy && ask(pressAndOpen)}
      >
        {words}
      </button>
      {question}
    </>
  );
}
