// Where people and companies are, and what people there are called. Data only.

export interface Country {
  readonly name: string;
  readonly cities: readonly string[];
  /** How phone numbers begin. */
  readonly dial: string;
  /** `name/how it is written in an e-mail address`, the latter only where the letters do not say it. */
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

export const COUNTRIES: Readonly<Record<string, Country>> = {
  US: {
    name: 'United States',
    cities: ['Chicago', 'Austin', 'Boston', 'Denver', 'Seattle'],
    dial: '+1 312 555',
    firstNames: ['Dana', 'Marcus', 'Priya', 'Tyler', 'Keisha', 'Rachel', 'Luis', 'Hannah', 'Derek', 'Monica'],
    lastNames: ['Whitfield', 'Boone', 'Ramirez', 'O’Connor', 'Patel', 'Jefferson', 'Kowalski', 'Nguyen', 'Sandoval'],
  },
  GB: {
    name: 'United Kingdom',
    cities: ['London', 'Manchester', 'Bristol', 'Leeds'],
    dial: '+44 20 7946',
    firstNames: ['Imogen', 'Callum', 'Aisha', 'Rupert', 'Niamh', 'Gareth', 'Zadie', 'Oliver'],
    lastNames: ['Ashworth', 'Khan', 'Fitzgerald', 'Llewellyn', 'Okoro', 'Pemberton', 'Hughes', 'Smith-Jones'],
  },
  DE: {
    name: 'Germany',
    cities: ['Hamburg', 'München', 'Köln', 'Stuttgart', 'Leipzig'],
    dial: '+49 40 5550',
    firstNames: ['Jürgen', 'Katrin', 'Mehmet', 'Sönke', 'Annika', 'Zoë', 'Matthias', 'Björn', 'Ulrike'],
    lastNames: ['Müller', 'Schäfer', 'Weiß', 'von der Heide', 'Öztürk', 'Krüger', 'Lüdemann', 'Brandt'],
  },
  FR: {
    name: 'France',
    cities: ['Lyon', 'Paris', 'Nantes', 'Toulouse'],
    dial: '+33 1 99 00',
    firstNames: ['Élodie', 'François', 'Maëlle', 'Noé', 'Aurélie', 'Thibault', 'Inès'],
    lastNames: ['Lefèvre', 'Garçon', 'Béranger', 'Moreau', 'D’Angelo', 'Chevallier', 'Diallo'],
  },
  ES: {
    name: 'Spain',
    cities: ['Madrid', 'Barcelona', 'Valencia'],
    dial: '+34 91 555',
    firstNames: ['Íñigo', 'Lucía', 'Sofía', 'Andrés', 'Begoña', 'Álvaro'],
    lastNames: ['Muñoz', 'Peña García', 'Ibáñez', 'Etxeberria', 'Núñez', 'Cortés'],
  },
  SE: {
    name: 'Sweden',
    cities: ['Stockholm', 'Göteborg', 'Malmö'],
    dial: '+46 8 555',
    firstNames: ['Åsa', 'Björn', 'Linnéa', 'Göran', 'Saga', 'Jörgen'],
    lastNames: ['Sjöberg', 'Lindqvist', 'Ångström', 'Holmgren', 'Wåhlin', 'Hosseini'],
  },
  PL: {
    name: 'Poland',
    cities: ['Warszawa', 'Kraków', 'Wrocław'],
    dial: '+48 22 555',
    firstNames: ['Łukasz', 'Małgorzata', 'Wojciech', 'Zofia', 'Grażyna', 'Paweł'],
    lastNames: ['Żółkiewski', 'Wójcik', 'Dąbrowska', 'Brzęczyszczykiewicz', 'Nowak', 'Lis'],
  },
  NL: {
    name: 'Netherlands',
    cities: ['Utrecht', 'Amsterdam', 'Eindhoven'],
    dial: '+31 20 555',
    firstNames: ['Sanne', 'Joost', 'Fenna', 'Ruben', 'Anouk', 'Daan'],
    lastNames: ['van den Berg', 'de Vries', 'Jansen', '’t Hooft', 'Bakker', 'El Amrani'],
  },
  BR: {
    name: 'Brazil',
    cities: ['São Paulo', 'Curitiba', 'Recife'],
    dial: '+55 11 5550',
    firstNames: ['João', 'Luíza', 'Caetano', 'Márcia', 'Thiago', 'Conceição'],
    lastNames: ['Gonçalves', 'da Silva', 'Araújo', 'Guimarães', 'Simões', 'Takahashi'],
  },
  IN: {
    name: 'India',
    cities: ['Bengaluru', 'Pune', 'Mumbai', 'Hyderabad'],
    dial: '+91 80 5550',
    firstNames: ['Ananya', 'Rohan', 'Kavya', 'Arjun', 'Meera', 'Vikram'],
    lastNames: ['Iyer', 'Chakraborty', 'Mehta', 'Krishnamurthy', 'Singh', 'Rao'],
  },
  JP: {
    name: 'Japan',
    cities: ['Tokyo', 'Osaka', 'Fukuoka'],
    dial: '+81 3 5550',
    firstNames: ['さくら/sakura', '健太/kenta', '美咲/misaki', '大輔/daisuke'],
    lastNames: ['田中/tanaka', '渡辺/watanabe', '佐藤/sato', '高橋/takahashi'],
  },
  NG: {
    name: 'Nigeria',
    cities: ['Lagos', 'Abuja'],
    dial: '+234 1 555',
    firstNames: ['Chidinma', 'Tunde', 'Ngozi', 'Emeka', 'Ọlá'],
    lastNames: ['Adébáyọ̀', 'Okonkwo', 'Eze', 'Balogun'],
  },
};
