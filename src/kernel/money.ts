// Money: a decimal text with its currency, never a floating point number. Reads what people type, and refuses what could
// mean two amounts.

/** Decimal with two digits after the point, never negative: `25000.00`. */
export type Amount = string;

export type MoneyReading =
  | {
      readonly kind: 'money';
      readonly amount: Amount;
      /** Said with the amount (`€25,000`, `EUR 25,000`); null: none was. */
      readonly currency: string | null;
    }
  /** `because` is a sentence for whoever typed it, and says how to write it. */
  | { readonly kind: 'refused'; readonly because: string };

/** More than any campaign costs; what is above is a slip of the finger. */
const CAP_CENTS = 1_000_000_000_00n;
const SYMBOLS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
/** Spaces of all kinds and the Swiss apostrophe separate groups and nothing else. */
const GROUPING = /(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))/gu;

/** Whether this is the ISO 4217 code of a currency that this machine knows. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/**
 * What somebody typed as an amount: `25000`, `25,000.00`, `25.000,00`, `25 000`, `€25,000`, `25k`. A point before three
 * last digits (`12.000`) is refused, because it is twelve to one reader and twelve thousand to another.
 */
export function parseMoney(text: string): MoneyReading {
  const { currency, rest } = splitCurrency(text.trim());
  const typed = rest.trim();
  const thousands = /^(?<digits>[\d.,]+)\s*k$/iu.exec(typed)?.groups?.['digits'];
  if (typed === '') return refused('Write an amount, for example 25000');
  if (/^[-−(]/u.test(typed)) return refused(`“${typed}” is below zero: write an amount of zero or more`);
  if (/^[\d.,]+e[+-]?\d+$/iu.test(typed))
    return refused(`“${typed}” is not how amounts are written: write all its digits`);
  const plain = (thousands ?? typed).replace(GROUPING, '');
  if (!/^\d[\d.,]*$/u.test(plain)) return refused(`“${clipped(typed)}” is no amount: write it like 25000 or 25,000.00`);
  const number = readNumber(plain);
  if (number.kind === 'refused') return number;
  const cents = centsOf(number.amount) * (thousands === undefined ? 1n : 1000n);
  if (cents > CAP_CENTS)
    return refused(`${formatPlain(amountOf(cents))} is more than a campaign can cost here (1,000,000,000)`);
  if (currency !== null && wholeOnly(currency) && cents % 100n !== 0n) {
    return refused(`${currency} has no decimals: write a whole amount`);
  }
  return { kind: 'money', amount: amountOf(cents), currency };
}

/** `€25,000`, `$1,234.50`, for people. */
export function formatMoney(amount: Amount, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }).format(
    exact(amount),
  );
}

/**
 * What an amount is worth in another currency, rounded half up to the cent.
 * @param rate what one unit is worth there, as the playbook's `organization.rates` say.
 */
export function convertMoney(amount: Amount, rate: number): Amount {
  const text = Number.isInteger(rate) ? String(rate) : rate.toFixed(10);
  const [whole = '0', decimals = ''] = text.split('.');
  const scale = 10n ** BigInt(decimals.length);
  const product = centsOf(amount) * BigInt(`${whole}${decimals}`);
  return amountOf((product * 2n + scale) / (scale * 2n));
}

/** `25000`, `25000.5` and `25000.0000`, as databases and CRMs write it, in our form; null where it is no such decimal. */
export function toAmount(decimal: string): Amount | null {
  const parts = /^(?<whole>\d+)(?:\.(?<decimals>\d+))?$/u.exec(decimal.trim())?.groups;
  if (!parts) return null;
  const { whole = '0', decimals = '' } = parts;
  if (/[1-9]/u.test(decimals.slice(2))) return null;
  return amountOf(BigInt(whole) * 100n + BigInt(decimals.slice(0, 2).padEnd(2, '0')));
}

/** Whether two decimals are the same amount, however they are written. */
export function isSameAmount(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return (toAmount(one) ?? one) === (toAmount(other) ?? other);
}

function splitCurrency(text: string): { readonly currency: string | null; readonly rest: string } {
  const symbol = /^[€$£¥₹]|[€$£¥₹]$/u.exec(text)?.[0];
  if (symbol !== undefined) return { currency: SYMBOLS[symbol] ?? null, rest: text.replace(symbol, '') };
  const code = (/^(?<code>[a-z]{3})(?![a-z])/iu.exec(text) ?? /(?<![a-z])(?<code>[a-z]{3})$/iu.exec(text))?.groups?.[
    'code'
  ];
  if (code === undefined || !isCurrency(code.toUpperCase())) return { currency: null, rest: text };
  return { currency: code.toUpperCase(), rest: text.replace(code, '') };
}

function readNumber(plain: string): { readonly kind: 'number'; readonly amount: Amount } | Refused {
  const points = plain.split('.').length - 1;
  const commas = plain.split(',').length - 1;
  // The sign that comes last, once, is the decimal one where both occur.
  if (points > 0 && commas > 0) {
    const decimal = plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ',';
    return grouped(plain, decimal === '.' ? ',' : '.', decimal);
  }
  if (points === 1 && /^\d{1,3}\.\d{3}$/u.test(plain)) {
    const [whole = '', rest = ''] = plain.split('.');
    return refused(`“${plain}” can be ${whole} or ${whole}${rest}: write ${whole}.00 or ${whole}${rest}`);
  }
  if (points > 1 || commas > 1) return grouped(plain, points > 1 ? '.' : ',', null);
  if (commas === 1 && /^\d{1,3},\d{3}$/u.test(plain)) return grouped(plain, ',', null);
  return grouped(plain, null, points === 1 ? '.' : ',');
}

function grouped(
  plain: string,
  separator: string | null,
  decimal: string | null,
): { readonly kind: 'number'; readonly amount: Amount } | Refused {
  const [integer = '', decimals = '', ...more] = decimal === null ? [plain] : plain.split(decimal);
  const groups = separator === null ? [integer] : integer.split(separator);
  const tidy =
    groups.length === 1 || (/^\d{1,3}$/u.test(groups[0] ?? '') && groups.slice(1).every((one) => /^\d{3}$/u.test(one)));
  if (more.length > 0 || !tidy || !/^\d+$/u.test(groups.join(''))) {
    return refused(`“${plain}” is no amount: write it like 25000 or 25,000.00`);
  }
  if (decimals.length > 2) return refused(`“${plain}” has more than two decimals: write cents at most`);
  return { kind: 'number', amount: amountOf(BigInt(groups.join('')) * 100n + BigInt(decimals.padEnd(2, '0'))) };
}

type Refused = Extract<MoneyReading, { readonly kind: 'refused' }>;

function refused(because: string): Refused {
  return { kind: 'refused', because };
}

function wholeOnly(currency: string): boolean {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits === 0;
}

/** Throws RangeError for what is no amount of ours. */
function centsOf(amount: Amount): bigint {
  const known = toAmount(amount);
  if (known === null) throw new RangeError(`${amount} is no amount`);
  return BigInt(known.replace('.', ''));
}

function amountOf(cents: bigint): Amount {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function formatPlain(amount: Amount): string {
  return new Intl.NumberFormat('en').format(exact(amount));
}

/** Intl takes decimals as text and rounds nothing. */
function exact(amount: Amount): Intl.StringNumericLiteral {
  return amount as Intl.StringNumericLiteral;
}

function clipped(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
