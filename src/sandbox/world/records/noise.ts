// Which fields change with every save or follow from others: no line, no flash, no entry of a history. Data only.

/** Stamps and what a CRM works out itself, in both CRMs' spelling. */
export const NOISE =
  /^(?:System|LastModified|Created|IsDeleted$|Id$|Name$|Probability$|IsClosed$|IsWon$|hs_v2_date|hs_object_id$|hs_merged|hs_createdate$|hs_created_at$|hs_last|hubspot_owner_assigneddate$|createdate$|lastmod)/u;

/** What Signalbox is called where a change was its own. */
export const APP_NAME = 'Signalbox';

/** Whoever changed something by hand without a name being known. */
export const A_COLLEAGUE = 'A colleague';
