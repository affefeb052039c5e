// What companies are told apart by across CRMs: their domain, else their name without punctuation and legal form.

const LEGAL_FORMS = new Set(
  'gmbh ag kg kgaa ug ohg mbh se inc incorporated llc llp lp ltd limited plc corp corporation co company bv nv sa sas sarl srl spa oy oyj ab as asa aps pty'.split(
    ' ',
  ),
);

/** `acme.test` of `https://www.Acme.test/en`; null where there is none. */
export function domainOf(written: string | null): string | null {
  const host = written
    ?.trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//u, '')
    .replace(/^www\./u, '')
    .split(/[/?#:]/u)[0];
  return host === undefined || host === '' ? null : host;
}

/** Null where neither says anything. */
export function companyKey(domain: string | null, name: string | null): string | null {
  return domainOf(domain) ?? nameKey(name);
}

function nameKey(name: string | null): string | null {
  const words = (name ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const end = words.findLastIndex((word) => !LEGAL_FORMS.has(word));
  const kept = end < 0 ? words : words.slice(0, end + 1);
  return kept.length === 0 ? null : kept.join(' ');
}
