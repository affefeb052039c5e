// The single values of a playbook: e-mail addresses, channels, currencies, durations, conditions, templates.
import { z } from 'zod';
import { Duration, TimeZone } from '#kernel/time.ts';
import { compileCondition } from './conditions.ts';
import type { ConditionLanguage } from './language.ts';
import { nearest } from './nearest.ts';
import { compileTemplate } from './templates.ts';

const TEN_YEARS_MS = 3650 * 24 * 3600 * 1000;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const CHANNEL = /^(#[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{N}_-]{1,80}|[CG][A-Z0-9]{8,})$/u;

/** Lower-case: addresses are compared, and CRMs and Slack differ in how they write them. */
export const Email = z.email('not an e-mail address').transform((address) => address.toLowerCase());

export const Channel = z.string().regex(CHANNEL, 'a channel is written "#name" (in quotes) or as its id, C0123ABCD');

export const Span = Duration.refine((ms) => ms > 0, 'a duration must be longer than nothing').refine(
  (ms) => ms <= TEN_YEARS_MS,
  'a duration can be ten years at most',
);

export const Zone = z.string().superRefine((zone, context) => {
  if (TimeZone.safeParse(zone).success) return;
  const suggestion = nearest(zone, Intl.supportedValuesOf('timeZone'));
  context.addIssue({ code: 'custom', message: `not an IANA time zone: ${zone}`, params: { suggestion } });
});

export const Currency = z.string().superRefine((code, context) => {
  if (CURRENCIES.has(code)) return;
  const suggestion = nearest(code, CURRENCIES);
  context.addIssue({ code: 'custom', message: `not an ISO 4217 currency: ${code}`, params: { suggestion } });
});

/** A calendar day, `2026-12-24`; in YAML written in quotes or bare. */
export const Day = z.iso.date('a day is written 2026-12-24');

export interface WorkingWeek {
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** Minutes after midnight, local time. */
  readonly from: number;
  readonly to: number;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const WORKING_HOURS =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** `Mon-Fri 09:00-18:00`. */
export const WorkingHours = z
  .string()
  .transform((written, context): WorkingWeek => {
    const [, first, last = first, fromHour, fromMinute, toHour, toMinute] = WORKING_HOURS.exec(written) ?? [];
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const to = Number(toHour) * 60 + Number(toMinute);
    const start = WEEKDAYS.indexOf(first ?? '') + 1;
    const end = WEEKDAYS.indexOf(last ?? '') + 1;
    if (start > 0 && end >= start && to > from && to <= 24 * 60) {
      return { days: Array.from({ length: end - start + 1 }, (_, index) => start + index), from, to };
    }
    context.addIssue({ code: 'custom', message: 'working hours are written "Mon-Fri 09:00-18:00"' });
    return z.NEVER;
  })
  .describe('When people work: Mon-Fri 09:00-18:00');

/** One line of text for people. */
export const Line = z
  .string()
  .trim()
  .min(1, 'this text is empty')
  .max(150, 'at most 150 characters')
  .regex(/^[^\p{Cc}]*$/u, 'one line without control characters');

/** One of a few words. `noun` names them in the message: `unknown event "lead.create"`. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, noun: string) {
  return z.enum(words, { error: ({ input }) => `unknown ${noun} ${JSON.stringify(input)}` });
}

/** A name that was declared elsewhere in the playbook. */
export function declared(names: ReadonlySet<string>, noun: string) {
  return z.string().superRefine((name, context) => {
    if (names.has(name)) return;
    const params = { suggestion: nearest(name, names) };
    context.addIssue({ code: 'custom', message: `unknown ${noun} "${name}"`, params });
  });
}

/** A CEL expression; parses to the compiled condition. */
export function conditionText(language: ConditionLanguage) {
  return z.string().transform((source, context) => {
    const outcome = compileCondition(source, language);
    if (outcome.kind === 'compiled') return outcome.condition;
    for (const { offset, message, suggestion } of outcome.problems) {
      context.addIssue({ code: 'custom', message, params: { offset, suggestion } });
    }
    return z.NEVER;
  });
}

/** Text with {{placeholders}}; parses to the compiled template. */
export function templateText(language: ConditionLanguage) {
  return z
    .string()
    .min(1, 'this text is empty')
    .transform((source, context) => {
      const outcome = compileTemplate(source, language.fields);
      if (outcome.kind === 'compiled') return outcome.template;
      for (const { offset, message, suggestion } of outcome.problems) {
        context.addIssue({ code: 'custom', message, params: { offset, suggestion } });
      }
      return z.NEVER;
    });
}
