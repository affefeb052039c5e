// The icons of the client as drawings. They mean nothing to a screen reader: what carries them has a name.
import type { VNode } from 'preact';

const PATHS = {
  hash: 'M7.5 3 6 17M14 3l-1.500 14M3.500 7.500h14M2.500 12.500h14',
  lock: 'M5.500 9h9v7.500h-9zM7 9V6.500a3 3 0 0 1 6 0V9',
  thread: 'M3 4h14v9.500H9L5.500 17v-3.500H3z',
  link: 'M8.500 11.500a3 3 0 0 0 4.300.1l2.700-2.700a3 3 0 0 0-4.300-4.300L10 5.800M11.500 8.500a3 3 0 0 0-4.300-.1l-2.700 2.700a3 3 0 0 0 4.300 4.300l1.200-1.200',
  more: 'M10 4.500v.010M10 10v.010M10 15.500v.010',
  close: 'm5 5 10 10M15 5 5 15',
  back: 'M12 4.500 6.500 10l5.500 5.500',
  send: 'M3.500 16.500 17 10 3.500 3.500 5.500 10zM5.500 10H11',
  bolt: 'M11 2.500 4.500 11.500H9.500L8.500 17.500 15.500 8H10.500z',
  search: 'M13 13l4 4M14.500 9a5.500 5.500 0 1 1-11 0 5.500 5.500 0 0 1 11 0z',
  plus: 'M10 4v12M4 10h12',
  down: 'm5 7.500 5 5 5-5',
  arrow: 'M10 4v12M5 11l5 5 5-5',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM12.300 10a2.300 2.300 0 1 1-4.600 0 2.300 2.300 0 0 1 4.600 0z',
  split: 'M3 4h14v12H3zM10 4v12',
  sun: 'M10 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  moon: 'M16.500 12.200A7 7 0 0 1 7.800 3.500a7 7 0 1 0 8.700 8.700z',
  system: 'M3 4h14v9.500H3zM7.500 17h5M10 13.500V17',
  people:
    'M7.500 9.500a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM2.500 16c.400-3 2.400-4.500 5-4.500s4.600 1.500 5 4.500M13 4.200a2.700 2.700 0 0 1 0 5.200M14.500 11.800c1.700.500 2.700 2 3 4.200',
  keyboard: 'M2.500 5h15v10h-15zM5.500 8h.010M8.500 8h.010M11.500 8h.010M14.500 8h.010M6 12h8',
  home: 'M3 9.500 10 3.500l7 6M5 8.500V16.500h10V8.500',
  flag: 'M5 17.500V3.500h10l-2 3.500 2 3.500H5',
  file: 'M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): VNode {
  return (
    <svg
      class="chat-icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width={name === 'more' ? 2.4 : 1.6}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
