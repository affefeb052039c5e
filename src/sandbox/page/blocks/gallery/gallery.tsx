// Every block and element at once, to be looked at and tried; what they hand on is said at the bottom.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { StateValues } from '#sandbox/web/protocol.ts';
import { AttachmentList } from '../attachment-list.tsx';
import { BlockList } from '../block-list.tsx';
import { stateFor } from '../element-state.ts';
import { elementAt } from '../modal-draft.ts';
import type { Surface } from '../surface.ts';
import { GALLERY_NAMES } from './names.ts';
import type { Sample } from './sample.ts';
import { SAMPLES } from './samples.ts';
import './gallery.css';

export function Gallery(): VNode {
  const [said, setSaid] = useState('Nothing was pressed yet.');
  return (
    <section class="block-gallery" aria-label="Gallery of blocks">
      <h1>Blocks</h1>
      {SAMPLES.map((sample) => (
        <Exhibit key={sample.name} sample={sample} onSaid={setSaid} />
      ))}
      <p class="block-gallery-said" role="status">
        {said}
      </p>
    </section>
  );
}

interface ExhibitProps {
  readonly sample: Sample;
  readonly onSaid: (said: string) => void;
}

function Exhibit({ sample, onSaid }: ExhibitProps): VNode {
  const [values, setValues] = useState<StateValues>({});
  const take = (verb: string, blockId: string, actionId: string, value: unknown): void => {
    onSaid(`${verb} ${blockId}.${actionId}: ${JSON.stringify(value)}`);
    const element = elementAt(sample.blocks, blockId, actionId);
    if (element === undefined) return;
    setValues((all) => ({ ...all, [blockId]: { ...all[blockId], [actionId]: stateFor(element, value) } }));
  };
  const surface: Surface = {
    kind: 'message',
    names: GALLERY_NAMES,
    values,
    errors: sample.errors ?? {},
    busy: new Set(sample.busy),
    press: (blockId, actionId, value) => take('Pressed', blockId, actionId, value),
    enter: (blockId, actionId, value) => take('Entered', blockId, actionId, value),
    keep: (blockId, actionId, value) => take('Kept', blockId, actionId, value),
    suggest: async (_actionId, typed) => {
      if (typed === 'fail') throw new Error('the gallery was asked to fail');
      return ['Initech', 'Globex', 'Hooli'].map((name) => ({ value: name.toLowerCase(), label: `${name} ${typed}` }));
    },
  };
  return (
    <article class="block-gallery-exhibit">
      <h2>{sample.name}</h2>
      <BlockList blocks={sample.blocks} surface={surface} />
      {sample.attachments !== undefined && <AttachmentList attachments={sample.attachments} surface={surface} />}
    </article>
  );
}
