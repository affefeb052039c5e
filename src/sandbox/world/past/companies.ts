// The companies of the past: thousands of made-up names at reserved domains, many small ones and few large ones.
import { NAME_ENDS } from '../companies.ts';
import type { Chance } from './chance.ts';
import type { PastCompany } from './past.ts';

const FIRST =
  `Alder Aster Beacon Borea Calla Cedar Cinder Clover Corvus Crest Dorado Elm Fjord Flint Gale Garnet Glade Hazel Helio Indigo Ivory Jade Juno Kestrel
  Lark Linden Lumen Maple Meridian Mistral Nova Ochre Onyx Opal Orion Pallas Quartz Raven Rowan Sable Sierra Solar Sparrow Tamar Terra Umber Vesper Willow`.split(
    /\s+/u,
  );
const SECOND = `bridge brook croft dale field ford gate grove haven hill land line mark
  mill mont point port ridge stone vale view ward well wick wood yard`.split(/\s+/u);
const COUNTRY_WEIGHTS = [
  { code: 'DE', weight: 30 },
  { code: 'US', weight: 20 },
  { code: 'GB', weight: 14 },
  { code: 'FR', weight: 7 },
  { code: 'NL', weight: 6 },
  { code: 'SE', weight: 5 },
  { code: 'PL', weight: 5 },
  { code: 'ES', weight: 4 },
  { code: 'IN', weight: 4 },
  { code: 'BR', weight: 3 },
  { code: 'JP', weight: 1 },
  { code: 'NG', weight: 1 },
];
/** Everything that two words and an end can be. */
const MOST = FIRST.length * SECOND.length * NAME_ENDS.length;

export function makeCompanies(chance: Chance, count: number): readonly PastCompany[] {
  if (count > MOST) throw new Error(`there are only ${MOST} names for companies`);
  // A step that has no divisor in common with their number visits each name once.
  const step = 7919;
  return Array.from({ length: count }, (_, index) => {
    const place = (index * step) % MOST;
    const first = FIRST[place % FIRST.length] ?? '';
    const second = SECOND[Math.floor(place / FIRST.length) % SECOND.length] ?? '';
    const end = NAME_ENDS[Math.floor(place / (FIRST.length * SECOND.length))] ?? { word: 'Group', industry: 'retail' };
    return {
      index,
      name: `${first}${second} ${end.word}`,
      domain: `${first}${second}-${end.word}.example`.toLowerCase(),
      industry: end.industry,
      employees: Math.min(60_000, Math.max(3, Math.round(chance.lognormal(190, 1.5)))),
      country: chance.pickWeighted(COUNTRY_WEIGHTS).code,
      lacksEmployees: chance.chance(0.12),
      lacksCountry: chance.chance(0.07),
    };
  });
}
