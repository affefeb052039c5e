// Whether a link that people gave us answers. Asks for the head of the page alone and hands nothing of it on.

export type LinkAnswer =
  | { readonly kind: 'answers'; readonly status: number }
  /** A status that says no (404, 500 ...), no connection, no certificate, too slow. */
  | { readonly kind: 'broken'; readonly because: string }
  /** Not http(s), or an address inside the network that may not be asked. */
  | { readonly kind: 'refused'; readonly because: string };

export interface Links {
  /** Never throws for what is wrong with the link. */
  check(url: string): Promise<LinkAnswer>;
}
