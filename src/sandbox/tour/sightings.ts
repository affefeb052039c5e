// What the tour sees of the world, in its own words: what people did and what came of it, without Slack's or a CRM's shapes.

/** `hubspot:contacts:30100000001`. */
export type RecordKey = string;

export type Sighting =
  /** Somebody asked for a lead and the app took the click or the command. */
  | {
      readonly kind: 'claimed';
      /** Real time in milliseconds. */
      readonly at: number;
      /** Slack's id of the person, as below. */
      readonly by: string;
      /** The records that the card, or the name in the command, stands for. */
      readonly records: readonly RecordKey[];
      /** Those of them whose CRM is out of order on purpose. */
      readonly unreachable: readonly RecordKey[];
    }
  /** A record was given to somebody, in Slack's id or, where they are not in the workspace, any other word; null: to nobody. */
  | {
      readonly kind: 'owned';
      readonly at: number;
      readonly record: RecordKey;
      readonly by: string | null;
      /** By Signalbox, or by hand in the CRM. */
      readonly through: 'signalbox' | 'hand';
    }
  /** Somebody asked why, or for the audit log. */
  | { readonly kind: 'asked'; readonly by: string; readonly about: 'why' | 'audit' }
  /** The app showed something to one person alone: a note, or a modal. */
  | { readonly kind: 'shown'; readonly to: string }
  /** A new record came while its CRM was out of order. */
  | { readonly kind: 'arrived_unreachable'; readonly record: RecordKey }
  /** The app posted a request for approval. */
  | { readonly kind: 'requested' }
  /** A campaign is live in a CRM, by Signalbox. */
  | { readonly kind: 'launched' }
  /** The app posted a message that shows these records. */
  | { readonly kind: 'posted'; readonly records: readonly RecordKey[] };
