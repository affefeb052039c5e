// A link to the web, opened beside the page and told nothing about it. What is no address of the web stays text.
import type { ComponentChildren, VNode } from 'preact';
import { webAddress } from './address.ts';

export interface LinkProps {
  readonly url: string;
  readonly class?: string;
  readonly onClick?: () => void;
  readonly children: ComponentChildren;
}

export function Link({ url, class: className = 'block-link', onClick, children }: LinkProps): VNode {
  const href = webAddress(url);
  if (href === null) return <span>{children}</span>;
  return (
    <a class={className} href={href} target="_blank" rel="noreferrer noopener" onClick={onClick}>
      {children}
    </a>
  );
}
