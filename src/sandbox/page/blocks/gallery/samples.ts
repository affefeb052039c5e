// Everything that the gallery shows.
import { DATA_SAMPLES } from './data-samples.ts';
import { ELEMENT_SAMPLES } from './element-samples.ts';
import { HOSTILE_SAMPLES } from './hostile-samples.ts';
import type { Sample } from './sample.ts';
import { TEXT_SAMPLES } from './text-samples.ts';

export const SAMPLES: readonly Sample[] = [...TEXT_SAMPLES, ...ELEMENT_SAMPLES, ...DATA_SAMPLES, ...HOSTILE_SAMPLES];
