// The tour through the real app, with a restart of everything in its middle: steps tick themselves off by what happens.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubspotOwnerId } from '#sandbox/world/servers.ts';
import { aCompany, eventually } from './a-company.ts';
import type { Company } from './a-company.ts';

const TAKES_LONG = 40_000;

describe('The tour with the app', () => {
  let company: Company;
  beforeAll(async () => {
    company = await aCompany();
  }, TAKES_LONG);
  afterAll(() => company.close());

  function done(): readonly string[] {
    return company.sandbox.tour.state().done;
  }
  function owner(name: string): string | null | undefined {
    return company.sandbox.hubspot.record('contacts', company.contact(name))?.properties['hubspot_owner_id'];
  }

  it(
    'ticks the claim when HubSpot has the owner',
    async () => {
      await company.leadComes('Quine');
      await company.press('ana', 'Quine', 'leads.claim');
      await eventually(() => expect(done()).toEqual(['claim']));
      expect(owner('Quine')).toBe(hubspotOwnerId('ana@acme.test'));
    },
    TAKES_LONG,
  );

  it(
    'ticks the race when a colleague is told that it is taken',
    async () => {
      await company.type('bo', '/lead claim Quine');
      await eventually(() => expect(done()).toEqual(['claim', 'race']));
      expect(company.told('bo').join(' ')).toContain('Ana Ruiz has Jo Quine already');
    },
    TAKES_LONG,
  );

  it(
    'goes on after a restart of everything: the same card, the same owner, and it can be given back',
    async () => {
      const before = company.card('Quine');
      await company.restart();
      expect(company.card('Quine').ts).toBe(before.ts);
      expect(done()).toEqual(['claim', 'race']);
      await company.press('ana', 'Quine', 'leads.release');
      await eventually(() => expect(owner('Quine') ?? '').toBe(''));
      await eventually(() => expect(JSON.stringify(company.card('Quine').blocks)).toContain('leads.claim'));
    },
    TAKES_LONG,
  );

  it(
    'ticks why when the modal is there',
    async () => {
      await company.press('cy', 'Quine', 'leads.why');
      await eventually(() => expect(done()).toEqual(['claim', 'race', 'why']));
      expect(company.sandbox.slack.workspace.as('cy').modal()).toBeDefined();
    },
    TAKES_LONG,
  );

  it(
    'ticks the outage when HubSpot has what was claimed while it was away',
    async () => {
      await company.leadComes('Ruzicka');
      company.sandbox.hubspot.fault({ kind: 'status', status: 503, times: 'until_cleared' });
      await company.press('ana', 'Ruzicka', 'leads.claim');
      await eventually(() => expect(company.told('ana').join(' ')).toContain('Jo Ruzicka is yours'));
      expect(done()).not.toContain('outage');
      company.sandbox.hubspot.clearFaults();
      await eventually(() => expect(done()).toContain('outage'));
      expect(owner('Ruzicka')).toBe(hubspotOwnerId('ana@acme.test'));
    },
    TAKES_LONG,
  );

  it(
    'ticks the audit when the log is shown',
    async () => {
      await company.type('oskar', '/signalbox audit');
      await eventually(() => expect(done()).toHaveLength(5));
    },
    TAKES_LONG,
  );

  it(
    'takes a new lead after all that, with an id that nobody had',
    async () => {
      const ids = company.sandbox.hubspot.records('contacts').map(({ id }) => id);
      await company.restart();
      await company.leadComes('Sontag');
      expect(ids).not.toContain(company.contact('Sontag'));
    },
    TAKES_LONG,
  );
});
