// The naming convention: whether a name follows the playbook's pattern, and the right one from the plan's own values. Pure.
import type { CampaignRules } from '#features/playbook/campaigns.ts';
import type { CampaignPlan } from './campaign.ts';

export interface NamingProblem {
  readonly message: string;
  /** A name that follows the rule; null where the plan says too little for one. */
  readonly suggestion: string | null;
}

type Named = Pick<CampaignPlan, 'name' | 'type' | 'channel' | 'startsOn'>;

/** Salesforce's limit, the lower of both CRMs. */
const LONGEST = 80;
const TOPIC = '[a-z0-9]+(?:-[a-z0-9]+)*';
const PLACEHOLDER = /\{(?<word>[a-z0-9-]+)\}/gu;

/** What is wrong with the plan's name; nothing where it is right. At most one problem, the first that a person must mend. */
export function checkName(rules: CampaignRules, plan: Named): readonly NamingProblem[] {
  const name = plan.name.trim();
  const suggestion = proposeName(rules, plan);
  if (name === '') return [{ message: `A campaign needs a name: ${rules.naming.pattern}`, suggestion }];
  if (/[<>\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)) {
    return [{ message: 'A name has no mentions, no < or > and no invisible characters', suggestion }];
  }
  if (name.length > LONGEST) return [{ message: `A name has at most ${LONGEST} characters`, suggestion }];
  if (patternOf(rules, plan).test(name)) return [];
  return [{ message: `The naming rule is ${rules.naming.pattern}${ownPartsInWords(rules)}`, suggestion }];
}

/** The name that follows the rule: what the plan says, and as topic what is left of the name that was typed. */
export function proposeName(rules: CampaignRules, plan: Named): string | null {
  const known = valuesOf(plan);
  const typed = slug(plan.name);
  const words = typed.split('-').filter((word) => word !== '');
  const proposed = rules.naming.pattern.replace(PLACEHOLDER, (placeholder, word: string) => {
    const own = rules.naming.parts[word];
    if (own) return own.find((value) => contains(words, value)) ?? own[0] ?? placeholder;
    if (word === 'topic') return topicOf(rules, plan, words) ?? placeholder;
    return known[word] ?? placeholder;
  });
  return proposed.includes('{') || proposed.length > LONGEST ? null : proposed;
}

/** Without what the pattern's other places say already, wherever it stood. */
function topicOf({ naming }: CampaignRules, plan: Named, words: readonly string[]): string | null {
  const said = Object.entries(valuesOf(plan)).flatMap(([key, value]) =>
    naming.pattern.includes(`{${key}}`) && value !== null ? [value] : [],
  );
  const parts = Object.entries(naming.parts).flatMap(([key, values]) =>
    naming.pattern.includes(`{${key}}`) ? values : [],
  );
  // A year and a month at the front are a date, right or wrong, and no topic.
  let left = words.join('-').replace(/^(?:20|19)\d\d(?:-(?:0[1-9]|1[0-2]))?(?:-|$)/u, '');
  for (const value of [...said, ...parts].toSorted((one, other) => other.length - one.length)) {
    left = `-${left}-`.replace(`-${value}-`, '-').replaceAll(/^-+|-+$/gu, '');
  }
  return left === '' ? null : left;
}

function patternOf({ naming }: CampaignRules, plan: Named): RegExp {
  const known = valuesOf(plan);
  const shapes: Readonly<Record<string, string>> = { yyyy: String.raw`\d{4}`, mm: '(?:0[1-9]|1[0-2])', q: '[1-4]' };
  const source = naming.pattern
    .split(/(\{[a-z0-9-]+\})/u)
    .map((piece) => {
      const word = /^\{(?<word>.+)\}$/u.exec(piece)?.groups?.['word'];
      if (word === undefined) return literal(piece);
      const own = naming.parts[word];
      if (own) return `(?:${own.map((value) => literal(value)).join('|')})`;
      if (word === 'topic') return TOPIC;
      const value = known[word] ?? null;
      return value === null ? (shapes[word] ?? TOPIC) : literal(value);
    })
    .join('');
  return new RegExp(`^${source}$`, 'u');
}

function valuesOf({ type, channel, startsOn }: Named): Readonly<Record<string, string | null>> {
  const [yyyy = null, mm = null] = startsOn?.split('-') ?? [];
  return { yyyy, mm, q: mm === null ? null : String(Math.ceil(Number(mm) / 3)), type, channel };
}

function ownPartsInWords({ naming }: CampaignRules): string {
  const parts = Object.entries(naming.parts).filter(([key]) => naming.pattern.includes(`{${key}}`));
  return parts.map(([key, values]) => `; {${key}} is ${values.join(' or ')}`).join('');
}

function contains(words: readonly string[], value: string): boolean {
  return `-${words.join('-')}-`.includes(`-${value}-`);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}

/** `Über-Launch 2027!` -> `uber-launch-2027`. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
}
