// An instant in text: as the reader's words, with the whole instant for whoever points at it.
import type { VNode } from 'preact';
import { formatDate } from './dates.ts';
import { Link } from './link.tsx';
import type { Names } from './surface.ts';

interface DateTextProps {
  /** Since 1970. */
  readonly seconds: number;
  readonly text: string;
  readonly link?: string | undefined;
  readonly names: Names;
}

export function DateText({ seconds, text, link, names }: DateTextProps): VNode {
  const whole = formatDate(seconds, '{date_long} at {time_secs}', names);
  if (whole === null) return <>{text}</>;
  const time = (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={whole}>
      {text}
    </time>
  );
  return link === undefined || link === '' ? time : <Link url={link}>{time}</Link>;
}
