// Light, dark, or as the system has it; remembered.
import { effect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { remembered } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** Sets it on the page whenever it changes. */
export function createTheme(): Signal<Theme> {
  const theme = remembered<Theme>('theme', THEMES, 'system');
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
  });
  return theme;
}
