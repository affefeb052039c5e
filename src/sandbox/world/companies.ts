// The companies that leads come from, with a size and an industry each. Data only; domains are reserved ones.

export type Industry = 'software' | 'finance' | 'health' | 'logistics' | 'machinery' | 'retail' | 'telecom' | 'energy';

export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly industry: Industry;
  readonly employees: number;
  /** Key into COUNTRIES. */
  readonly country: string;
}

/** The same industry in each CRM's own words. */
export const INDUSTRY_NAMES: Readonly<Record<Industry, { readonly hubspot: string; readonly salesforce: string }>> = {
  software: { hubspot: 'COMPUTER_SOFTWARE', salesforce: 'Technology' },
  finance: { hubspot: 'FINANCIAL_SERVICES', salesforce: 'Finance' },
  health: { hubspot: 'HOSPITAL_HEALTH_CARE', salesforce: 'Healthcare' },
  logistics: { hubspot: 'LOGISTICS_AND_SUPPLY_CHAIN', salesforce: 'Transportation' },
  machinery: { hubspot: 'MACHINERY', salesforce: 'Manufacturing' },
  retail: { hubspot: 'RETAIL', salesforce: 'Retail' },
  telecom: { hubspot: 'TELECOMMUNICATIONS', salesforce: 'Technology' },
  energy: { hubspot: 'RENEWABLES_ENVIRONMENT', salesforce: 'Energy' },
};

type Line = readonly [name: string, domain: string, industry: Industry, employees: number, country: string];

const LINES: readonly Line[] = [
  ['Nordwind Logistik', 'nordwind-logistik', 'logistics', 2400, 'DE'],
  ['Kessler Maschinenbau', 'kessler-maschinenbau', 'machinery', 5200, 'DE'],
  ['Hanseatic Trust', 'hanseatic-trust', 'finance', 1350, 'DE'],
  ['Studio Grünzeug', 'studio-gruenzeug', 'retail', 34, 'DE'],
  ['Rheinblick Kliniken', 'rheinblick-kliniken', 'health', 8900, 'DE'],
  ['Brightfield Analytics', 'brightfield-analytics', 'software', 780, 'US'],
  ['Copperline Freight', 'copperline', 'logistics', 3100, 'US'],
  ['Juniper & Vale', 'juniperandvale', 'retail', 210, 'US'],
  ['Lakeshore Credit Union', 'lakeshore-cu', 'finance', 640, 'US'],
  ['Pinecrest Dental Group', 'pinecrestdental', 'health', 155, 'US'],
  ['Tidewater Solar', 'tidewater-solar', 'energy', 420, 'US'],
  ['Obsidian Robotics', 'obsidian-robotics', 'machinery', 95, 'US'],
  ['Halyard Cloud', 'halyard', 'software', 1650, 'US'],
  ['Thistle & Thorn', 'thistle-thorn', 'retail', 58, 'GB'],
  ['Albion Mutual', 'albionmutual', 'finance', 4700, 'GB'],
  ['Severn Telecom', 'severn-telecom', 'telecom', 2900, 'GB'],
  ['Peak District Brewing', 'peakdistrictbrewing', 'retail', 41, 'GB'],
  ['Calder Software', 'caldersoftware', 'software', 320, 'GB'],
  ['Ateliers Mistral', 'ateliers-mistral', 'machinery', 760, 'FR'],
  ['Banque du Rhône', 'banque-du-rhone', 'finance', 3300, 'FR'],
  ['Épicerie Collective', 'epicerie-collective', 'retail', 120, 'FR'],
  ['Solaris Ibérica', 'solaris-iberica', 'energy', 910, 'ES'],
  ['Clínica Almudena', 'clinica-almudena', 'health', 480, 'ES'],
  ['Norrland Energi', 'norrland-energi', 'energy', 1200, 'SE'],
  ['Skärgård Systems', 'skargard', 'software', 64, 'SE'],
  ['Fjällräven Fintech', 'fjall-fintech', 'finance', 270, 'SE'],
  ['Wisła Logistyka', 'wisla-logistyka', 'logistics', 1900, 'PL'],
  ['Bursztyn Apps', 'bursztyn-apps', 'software', 48, 'PL'],
  ['Polder Pharma', 'polderpharma', 'health', 1450, 'NL'],
  ['Fietsfabriek Utrecht', 'fietsfabriek', 'machinery', 88, 'NL'],
  ['Zuiderzee Shipping', 'zuiderzee-shipping', 'logistics', 6100, 'NL'],
  ['Café Serra Azul', 'serra-azul', 'retail', 175, 'BR'],
  ['Paraná Telecom', 'parana-telecom', 'telecom', 5400, 'BR'],
  ['Kaveri Software', 'kaveri-software', 'software', 2200, 'IN'],
  ['Deccan Health', 'deccan-health', 'health', 730, 'IN'],
  ['Monsoon Labs', 'monsoonlabs', 'software', 26, 'IN'],
  ['Sakura Precision', 'sakura-precision', 'machinery', 3800, 'JP'],
  ['Tsubame Logistics', 'tsubame', 'logistics', 540, 'JP'],
  ['Lagoon Pay', 'lagoonpay', 'finance', 310, 'NG'],
  ['Savanna Grid', 'savannagrid', 'energy', 690, 'NG'],
];

export const COMPANIES: readonly Company[] = LINES.map(([name, domain, industry, employees, country]) => ({
  name,
  domain: `${domain}.example`,
  industry,
  employees,
  country,
}));

/** They read our pages too. */
export const COMPETITOR: Company = {
  name: 'Leadzilla',
  domain: 'leadzilla.example',
  industry: 'software',
  employees: 180,
  country: 'US',
};

/** Halves of further companies' names, so that the stream does not run out of strangers. */
export const NAME_ROOTS = [
  'Amber',
  'Birch',
  'Cobalt',
  'Delta',
  'Ember',
  'Falcon',
  'Granite',
  'Harbor',
  'Iris',
  'Keystone',
];
export const NAME_ENDS: readonly { readonly word: string; readonly industry: Industry }[] = [
  { word: 'Software', industry: 'software' },
  { word: 'Capital', industry: 'finance' },
  { word: 'Health', industry: 'health' },
  { word: 'Freight', industry: 'logistics' },
  { word: 'Works', industry: 'machinery' },
  { word: 'Outfitters', industry: 'retail' },
  { word: 'Networks', industry: 'telecom' },
  { word: 'Wind', industry: 'energy' },
];
