// Leads that hang together: the person, the company, the source and the score tell one story.
import { describe, expect, it } from 'vitest';
import { COMPANIES } from '#sandbox/world/companies.ts';
import { drawProspect, NASTY_NAME } from '#sandbox/world/prospect.ts';
import type { Kind } from '#sandbox/world/prospect.ts';
import { createRandom } from '#sandbox/world/random.ts';
import { scoreOf } from '#sandbox/world/score.ts';
import { SOURCES } from '#sandbox/world/sources.ts';
import { createStories } from '#sandbox/world/stories.ts';
import type { LeadStory } from '#sandbox/world/stories.ts';
import { stepsOf } from '#sandbox/world/story-steps.ts';

function firstStories(count: number, seed = 7): readonly LeadStory[] {
  const { next } = createStories(seed, () => false);
  return Array.from({ length: count }, next);
}

const stories = firstStories(500);

describe('the stream of leads', () => {
  it('is the same for the same seed and another for another', () => {
    expect(firstStories(40)).toEqual(stories.slice(0, 40));
    expect(firstStories(40, 8)).not.toEqual(stories.slice(0, 40));
  });

  it('never gives two people one e-mail address', () => {
    expect(new Set(stories.map(({ prospect }) => prospect.email)).size).toBe(stories.length);
  });

  it('steers clear of addresses that somebody in a CRM has already', () => {
    const taken = new Set(stories.slice(0, 100).map(({ prospect }) => prospect.email));
    const { next } = createStories(7, (email) => taken.has(email));
    expect(Array.from({ length: 100 }, next).filter(({ prospect }) => taken.has(prospect.email))).toEqual([]);
  });

  it('gives people an address in ASCII at the domain of their company', () => {
    for (const { prospect } of stories) {
      expect(prospect.email).toMatch(/^[a-z0-9.-]+@[a-z0-9-]+\.example$/u);
    }
    const employed = stories.flatMap(({ prospect: { email, company } }) => (company ? [{ email, company }] : []));
    expect(employed.filter(({ email, company }) => !email.endsWith(`@${company.domain}`))).toEqual([]);
  });

  it('has names from many alphabets', () => {
    const names = stories.map(({ prospect }) => prospect.firstName + prospect.lastName);
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => /[łżóąę]/u.test(name))).toBe(true);
  });

  it('takes detail and page from the source', () => {
    for (const { source, detail, page } of stories) {
      expect(source.details).toContain(detail);
      expect(source.pages).toContain(page);
    }
  });

  it('goes about half into HubSpot alone, and into both CRMs now and then', () => {
    const share = (via: LeadStory['via']): number =>
      stories.filter((story) => story.via === via).length / stories.length;
    expect(share('hubspot')).toBeGreaterThan(0.42);
    expect(share('hubspot')).toBeLessThan(0.62);
    expect(share('salesforce')).toBeGreaterThan(0.18);
    expect(share('both')).toBeGreaterThan(0.12);
  });

  it('has a nasty name rarely, and students, competitors and private addresses among many buyers', () => {
    const count = (kind: Kind): number => stories.filter(({ prospect }) => prospect.kind === kind).length;
    expect(count('nasty')).toBeGreaterThan(0);
    expect(count('nasty')).toBeLessThan(25);
    for (const kind of ['student', 'competitor', 'free_mail'] as const) expect(count(kind)).toBeGreaterThan(0);
    expect(count('buyer')).toBeGreaterThan(400);
  });

  it('has hot leads of large companies often enough to watch', () => {
    const hot = stories.filter(({ prospect, score }) => score > 85 && (prospect.company?.employees ?? 0) > 500);
    expect(hot.length / stories.length).toBeGreaterThan(0.05);
    expect(hot.length / stories.length).toBeLessThan(0.25);
  });

  it.each([1, 7, 42, 2026])('opens with a hot lead, a small company and a score that comes late (seed %i)', (seed) => {
    const [hot, small, late] = firstStories(3, seed);
    expect(hot).toMatchObject({ via: 'hubspot', late: 'nothing' });
    expect(hot?.score).toBeGreaterThan(85);
    expect(hot?.prospect.company?.employees).toBeGreaterThan(500);
    expect(small?.prospect.company?.employees).toBeLessThanOrEqual(500);
    expect(small?.score).toBeGreaterThan(60);
    expect(late).toMatchObject({ late: 'score' });
    expect(late?.score).toBeGreaterThan(85);
  });
});

describe('a score', () => {
  const random = createRandom(3);
  const demo = SOURCES.find(({ id }) => id === 'demo_request');
  const download = SOURCES.find(({ id }) => id === 'download');
  const someone = (kind: Kind, level: string): ReturnType<typeof drawProspect> =>
    drawProspect(random, { kind, level, ...(kind === 'buyer' ? { size: 'enterprise' as const } : {}) }, () => false);

  it('is higher for a demo request than for a download by the same person', () => {
    const person = someone('buyer', 'head');
    if (!demo || !download) throw new Error('the sources are gone');
    expect(scoreOf(person, demo, 0)).toBeGreaterThan(scoreOf(person, download, 0) + 30);
  });

  it('is low for competitors, whatever they do, and stays between 1 and 99', () => {
    if (!demo || !download) throw new Error('the sources are gone');
    expect(scoreOf(someone('competitor', 'chief'), demo, 0)).toBeLessThan(60);
    expect(scoreOf(someone('student', 'chief'), download, -3)).toBe(1);
    expect(scoreOf(someone('buyer', 'chief'), demo, 3)).toBeLessThanOrEqual(99);
  });
});

describe('somebody nasty', () => {
  it('has markup for a name and a decent address', () => {
    const nasty = drawProspect(createRandom(1), { kind: 'nasty' }, () => false);
    expect(nasty).toMatchObject(NASTY_NAME);
    expect(nasty.email).toMatch(/^[a-z0-9.-]+@/u);
  });
});

describe('the companies', () => {
  it('have domains of their own, of all sizes', () => {
    expect(new Set(COMPANIES.map(({ domain }) => domain)).size).toBe(COMPANIES.length);
    expect(COMPANIES.filter(({ employees }) => employees > 500).length).toBeGreaterThan(10);
    expect(COMPANIES.filter(({ employees }) => employees <= 500).length).toBeGreaterThan(10);
  });
});

describe('the steps of a story', () => {
  const base = stories[0] as LeadStory;

  it.each([
    { when: 'all is known at once', via: 'hubspot', late: 'nothing', steps: [['hubspot_contact', 0]] },
    {
      when: 'the score is late',
      via: 'hubspot',
      late: 'score',
      steps: [
        ['hubspot_contact', 0],
        ['hubspot_score', 3000],
      ],
    },
    {
      when: 'the company is late',
      via: 'hubspot',
      late: 'company',
      steps: [
        ['hubspot_contact', 0],
        ['hubspot_company', 3000],
      ],
    },
    {
      when: 'the person is in both CRMs',
      via: 'both',
      late: 'score',
      steps: [
        ['hubspot_contact', 0],
        ['hubspot_score', 3000],
        ['salesforce_lead', 3000],
        ['salesforce_score', 6000],
      ],
    },
  ] as const)('are right when $when', ({ via, late, steps }) => {
    const planned = stepsOf({ ...base, via, late, lateByMs: 3000 });
    expect(planned.map(({ kind, afterMs }) => [kind, afterMs])).toEqual(steps);
  });
});
