// One page of the records behind a number, for whoever asked.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import { readText } from './ask-text.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { asking, viewing } from './desk.ts';
import type { AskingDesk, KpiDesk } from './desk.ts';
import { recordsBehind } from './records.ts';
import { RECORDS_PAGE, RECORDS_SHOWN, recordsMessage } from './records-view.ts';
import type { RecordsAsked } from './records-view.ts';
import { refusalMessage } from './refusal-view.ts';

/** What a button carries. */
export const RecordsAskedText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ q: z.string(), side: z.enum(['all', 'converted']), skip: z.int().min(0).max(RECORDS_SHOWN) }));

/** By the rights of whoever asks. Throws what the store throws. */
export async function listRecords(
  desk: AskingDesk & Pick<KpiDesk, 'crms'>,
  by: SlackPerson,
  { q, side, skip }: RecordsAsked,
): Promise<Message> {
  const viewer = await viewing(desk, by);
  const read = await readText(asking(desk), q, viewer, 'typed');
  if (read.kind === 'refused') return refusalMessage(read);
  const { question } = read;
  const behind = await recordsBehind(asking(desk), question, viewer, { side, skip, limit: RECORDS_PAGE });
  if (behind.kind === 'refused') return refusalMessage(behind);
  const { playbook } = desk.playbook();
  const metric = catalogue(playbook).find(({ id }) => id === question.kpi);
  if (metric === undefined) throw new Fault('not_found', `There is no KPI ${question.kpi}`);
  return recordsMessage({
    metric,
    question,
    page: behind.page,
    side,
    skip,
    currency: playbook.organization.currency,
    zone: playbook.organization.timezone,
    urlOf: (ref) => desk.crms.get(ref.crm)?.recordUrl(ref) ?? null,
  });
}
