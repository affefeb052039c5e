// Members of campaigns as touches. A member is one touch: of the day on which they responded, else of when they were put in.
import { z } from 'zod';
import type { TouchRow } from '#ports/crm-history.ts';
import { Base } from '../read-rows.ts';
import * as soql from '../soql.ts';
import { dayWithin, personRef, stampsOf } from './reading.ts';
import { sourceOf } from './source.ts';

const Member = Base.extend({
  CampaignId: z.string().nullish(),
  LeadId: z.string().nullish(),
  ContactId: z.string().nullish(),
  HasResponded: z.boolean().nullish(),
  FirstRespondedDate: z.string().nullish(),
});
type Member = z.infer<typeof Member>;

export const MEMBERS = sourceOf({
  sobject: 'CampaignMember',
  prefix: '00v',
  object: 'touch',
  mirrored: null,
  fields: ['CampaignId', 'LeadId', 'ContactId', 'HasResponded', 'FirstRespondedDate'],
  schema: Member,
  // Accounts can be members as well.
  only: {
    where: () => soql.any(soql.compare('LeadId', '!=', null), soql.compare('ContactId', '!=', null)),
    holds: (row) => personRef(row.LeadId ?? row.ContactId) !== null,
  },
  tell: (_, rows) => ({ rows: rows.flatMap(touchOf) }),
});

function touchOf(row: Member): readonly TouchRow[] {
  const stamps = stampsOf(row);
  // A converted lead stays one here, and its contact is the same person.
  const person = personRef(row.LeadId ?? row.ContactId);
  if (person === null) return [];
  const responded = row.HasResponded ?? false;
  const { createdAt, modifiedAt } = stamps;
  const at = responded && row.FirstRespondedDate ? dayWithin(row.FirstRespondedDate, createdAt, modifiedAt) : createdAt;
  const what = { channel: null, source: null, touch: responded ? 'response' : 'member', responded } as const;
  return [{ ...stamps, kind: 'touch', person, campaignId: row.CampaignId ?? null, at, ...what }];
}
