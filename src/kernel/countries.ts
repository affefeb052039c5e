// Countries as CRMs and people write them, brought to ISO 3166-1 alpha-2. What is not known stays as it was written.

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da'];
const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index));
/** Regions that ICU knows and ISO does not assign to a country. */
const NO_COUNTRIES = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);
/** Written often, and in no list of names. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u.k.': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  uae: 'AE',
  'hong kong': 'HK',
  korea: 'KR',
  'republic of korea': 'KR',
  russia: 'RU',
  'viet nam': 'VN',
  gbr: 'GB',
  deu: 'DE',
  ger: 'DE',
  fra: 'FR',
  esp: 'ES',
  ita: 'IT',
  nld: 'NL',
  bel: 'BE',
  aut: 'AT',
  che: 'CH',
  pol: 'PL',
  prt: 'PT',
  swe: 'SE',
  dnk: 'DK',
  nor: 'NO',
  fin: 'FI',
  irl: 'IE',
  can: 'CA',
  aus: 'AU',
  nzl: 'NZ',
  jpn: 'JP',
  chn: 'CN',
  ind: 'IN',
  bra: 'BR',
  mex: 'MX',
  sgp: 'SG',
  zaf: 'ZA',
  are: 'AE',
  isr: 'IL',
  tur: 'TR',
  kor: 'KR',
};

let known: { readonly codes: ReadonlySet<string>; readonly names: ReadonlyMap<string, string> } | null = null;

/** `Germany`, `Deutschland`, `de` and `DEU` are `DE`; what is no country that we know stays as it is, trimmed. */
export function toCountry(written: string): string {
  const text = written.trim();
  known ??= gather();
  const upper = text.toUpperCase();
  if (known.codes.has(upper)) return upper;
  return known.names.get(text.toLowerCase()) ?? text;
}

/** The codes of all countries. */
export function countryCodes(): readonly string[] {
  known ??= gather();
  return [...known.codes];
}

function gather() {
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const pairs = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`));
  // A code that was withdrawn has another canonical form, and the name of what it became.
  const codes = new Set(
    pairs.filter(
      (code) =>
        !NO_COUNTRIES.has(code) && english.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code,
    ),
  );
  const names = new Map(Object.entries(OTHER_NAMES));
  for (const language of LANGUAGES) {
    const inLanguage = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of codes) names.set((inLanguage.of(code) ?? code).toLowerCase(), code);
  }
  return { codes, names };
}
