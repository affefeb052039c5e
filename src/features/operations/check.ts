// One thing that the doctor looks at. A part of the app adds one by adding a line to the list in compose/doctor.ts.
import { messageOf } from '#kernel/errors.ts';

/** All texts are plain sentences; they are escaped when they are shown. */
export type Finding =
  | { readonly kind: 'fine'; readonly says: string }
  | {
      /** `trouble`: a person must mend it. `notice`: worth knowing, mends itself or is meant to be so. */
      readonly kind: 'trouble' | 'notice';
      readonly says: string;
      /** What a person does about it; null where there is nothing to do. */
      readonly mend: string | null;
      /** One by one, where there are several. */
      readonly details?: readonly string[];
    };

export interface Check {
  /** For people: `Slack`, `Given up`. */
  readonly title: string;
  look(): Promise<Finding> | Finding;
}

export interface Looked {
  readonly title: string;
  readonly finding: Finding;
}

/** Somebody waits for the answer. */
const LOOK_MS = 5_000;

/** Looks at everything side by side. What fails or does not answer is a finding too. */
export function lookAt(checks: readonly Check[], longestMs = LOOK_MS): Promise<readonly Looked[]> {
  return Promise.all(checks.map(async (check) => ({ title: check.title, finding: await found(check, longestMs) })));
}

async function found(check: Check, longestMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(unknown(`no answer within ${longestMs / 1000} s`)), longestMs);
  });
  try {
    return await Promise.race([check.look(), late]);
  } catch (error) {
    return unknown(messageOf(error));
  } finally {
    clearTimeout(timer);
  }
}

function unknown(because: string): Finding {
  return { kind: 'trouble', says: `could not be looked at: ${because}`, mend: null };
}
