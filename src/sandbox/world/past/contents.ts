// The forms of Acme's pages in the past, and how often they were seen and sent.
import { DAY_MS } from '#kernel/time.ts';
import { dayOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { CampaignKind, PastContent, PastTouch } from './past.ts';

/** What their names say is what HubSpot's reader makes a format of. */
export const FORMS: readonly { readonly name: string; readonly kinds: readonly CampaignKind[] }[] = [
  { name: 'Webinar registration', kinds: ['Webinar'] },
  { name: 'Ebook: State of RevOps', kinds: ['Advertisement'] },
  { name: 'Newsletter sign-up', kinds: ['Email'] },
  { name: 'Demo request', kinds: ['Trade Show', 'Conference'] },
];

/** The form that a touch was sent by; -1 for one that no form was sent for. */
export function formOf({ kind, campaign }: PastTouch): number {
  return kind === 'form' && campaign !== null ? FORMS.findIndex(({ kinds }) => kinds.includes(campaign.kind)) : -1;
}

export function makeContents(
  chance: Chance,
  touches: readonly PastTouch[],
  from: number,
  until: number,
): readonly PastContent[] {
  const sent = new Map<string, number>();
  for (const touch of touches) {
    const form = formOf(touch);
    if (form === -1) continue;
    const key = `${form} ${dayOf(touch.at)}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
  }
  const days = Array.from({ length: Math.round((until - from) / DAY_MS) }, (_, index) => dayOf(from + index * DAY_MS));
  return FORMS.flatMap((_, form) =>
    days.map((day) => {
      const conversions = sent.get(`${form} ${day}`) ?? 0;
      return {
        form,
        day,
        conversions,
        views: Math.round(conversions * (2 + 9 * chance.next())) + chance.between(0, 6),
      };
    }),
  );
}
