import { describe, expect, it } from 'vitest';
import { checkMessage, checkView } from '#blockkit/check-blocks.ts';
import { fallback } from '#blockkit/replies.ts';
import type { LeadExplanation } from '#features/leads/explain-lead.ts';
import { heldModal } from '#features/intake/held-view.ts';
import { CRM_SCORE } from '#features/leads/lead.ts';
import { ambiguousMessage, listMessage, PAGE } from '#features/leads/list-view.ts';
import { handOverModal, notAFitModal, touchModal } from '#features/leads/modals.ts';
import { whyModal, whyText } from '#features/leads/why-view.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aGated, aLead, noon } from '../../support/lead-builder.ts';
import { actionsIn, ENDLESS, expectAccepted, expectViewAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';
import { aPlaybook, theFacts } from '../playbook/builders.ts';

const hostile = aLead({ facts: theFacts({ lead: { name: HOSTILE }, company: { name: HOSTILE } }) });
const endless = aLead({ facts: theFacts({ lead: { name: ENDLESS }, company: { name: ENDLESS } }) });
const place = { changedAt: noon.toISOString(), id: hostile.id };
const odd = [aLead({ facts: theFacts({}) }), hostile, endless];

describe('the modals of a card', () => {
  const reasons = Array.from({ length: 100 }, (_, n) => `{ id: r${n}, label: "${'l'.repeat(150)}" }`).join(', ');
  const playbook = aPlaybook(`not_a_fit: { reasons: [${reasons}] }\n`);
  const state = { lead: hostile.id, channel: 'C0LEADS' };

  it.each(odd)('take any lead', (lead) => {
    for (const view of [notAFitModal(lead, playbook, state), handOverModal(lead, state), touchModal(lead, state)]) {
      expectViewAccepted(view);
      expect(textIn(view)).not.toMatch(/<!|\*you\*/);
    }
  });

  it('let ops choose among the most that Slack shows', () => {
    const leads = Array.from({ length: 100 }, (_, n) => aLead({ ...odd[n % 3] }));
    expect(checkView(heldModal(leads, '{"hold":1}'))).toEqual([]);
  });
});

describe('Why?', () => {
  function anExplanation(over: Partial<LeadExplanation> = {}): LeadExplanation {
    return { lead: aLead(), silence: null, rules: [], routing: [], gated: [], playbookVersion: 3, ...over };
  }
  const aRule = (over = {}) => ({
    name: 'hot',
    on: 'lead.created' as const,
    fired: true,
    condition: 'lead.score > 85 &&\n  company.employees > 500',
    verdict: { matched: true, values: [], missing: [], problem: null },
    sentence: 'has fired: lead.score = 91, company.employees = 900',
    ...over,
  });

  it('says which rules matched with their values, why this score and why this rep', () => {
    const explanation = anExplanation({
      lead: aLead({
        score: 91,
        scoreReasons: [
          { points: 86, because: CRM_SCORE },
          { points: 5, because: 'senior title' },
        ],
      }),
      rules: [aRule(), aRule({ name: 'cold', fired: false, condition: null, sentence: 'does not match' })],
      routing: [
        {
          leadId: aLead().id,
          team: 'enterprise',
          rule: 'hot',
          chosen: 'bo@acme.test',
          skipped: [{ member: 'ana@acme.test', because: 'deactivated' }],
          at: noon,
        },
      ],
    });
    const view = whyModal(explanation);
    expectViewAccepted(view);
    const text = textIn(view);
    expect(text).toContain('91 = CRM score 86, senior title +5');
    expect(text).toContain(
      'bo@acme.test of enterprise, whose turn was longest ago, by rule hot; passed over: ana@acme.test (deactivated in Slack)',
    );
    expect(text).toContain('`lead.score &gt; 85 &amp;&amp; company.employees &gt; 500`');
    expect(whyText(explanation)).toContain('+ hot: has fired: lead.score = 91, company.employees = 900');
    expect(whyText(explanation)).toContain('- cold: does not match');
  });

  it('says what waits for whose yes, and what became of it', () => {
    const gated = [
      aGated({ asked: ['Vera'] }),
      aGated({ key: 'A-9', state: 'rejected', because: 'too steep' }),
      aGated({ key: 'A-8', state: 'used' }),
      aGated({ key: 'A-7', state: 'expired' }),
    ];
    const text = textIn(whyModal(anExplanation({ gated })));
    expect(text).toContain('A-12 Update Globex renewal in Salesforce, by rule big-deals: waits for Vera');
    expect(text).toContain('rejected (too steep)');
    expect(text).toContain('approved and done');
    expect(whyText(anExplanation({ gated }))).toContain('by rule big-deals: nobody decided in time');
  });

  it('says so when no rule speaks, nothing scores and nobody was chosen', () => {
    const routing = [{ leadId: aLead().id, team: 'smb', rule: 'r', chosen: null, skipped: [], at: noon }];
    const text = textIn(whyModal(anExplanation({ silence: 'it was in the CRM before', routing })));
    expect(text).toContain('Rules are silent about this lead: it was in the CRM before.');
    expect(text).toContain('no score yet');
    expect(text).toContain('nobody of smb could take it, by rule r');
    expect(textIn(whyModal(anExplanation()))).toContain('No rule has routed this lead.');
  });

  it.each([HOSTILE, ENDLESS, '漢'.repeat(5000)])('holds ninety rules with any values', (text) => {
    const routing = Array.from({ length: 5 }, () => ({
      leadId: aLead().id,
      team: text,
      rule: text,
      chosen: text,
      skipped: Array.from({ length: 50 }, () => ({ member: text, because: 'no_crm_owner' as const })),
      at: noon,
    }));
    const view = whyModal(
      anExplanation({
        lead: aLead({
          ...hostile,
          score: 100,
          scoreReasons: Array.from({ length: 50 }, () => ({ points: 2, because: text })),
        }),
        silence: 'it was merged into another lead',
        rules: Array.from({ length: 90 }, () => aRule({ name: text, condition: text, sentence: text })),
        routing,
        gated: Array.from({ length: 20 }, () => aGated({ title: text, rule: text, because: text, asked: [text] })),
      }),
    );
    expectViewAccepted(view);
    expect(textIn(view)).toContain('and 15 more rules');
    expect(textIn(view)).not.toMatch(/<!|\*you\*/);
  });
});

describe('a list', () => {
  it('says that it is empty', () => {
    const message = listMessage('Your leads', [], null, noon);
    expectAccepted(message);
    expect(message.text).toBe('Your leads: none');
  });

  it('offers to claim what can be claimed, and the next page', () => {
    const leads = [aLead({ score: 88 }), aLead({ state: 'claimed' })];
    const message = listMessage('Leads', leads, { list: 'open', after: place }, after(noon, 5 * MINUTE_MS));
    expectAccepted(message);
    expect(actionsIn(message.blocks)).toEqual(['leads.claim', 'leads.list_next']);
    expect(textIn(message.blocks)).toMatch(
      /\*Mia Sand\*  ·  Acme  ·  score 88\nOpen  ·  came in 5 min ago  ·  `[0-9a-f]{8}`/,
    );
  });

  it.each(odd)('takes a page of any leads', (lead) => {
    const leads = Array.from({ length: PAGE }, () => aLead({ ...lead }));
    const page = listMessage('Leads', leads, { list: 'mine', after: place }, noon);
    expect(checkMessage({ text: fallback(page.text), blocks: page.blocks })).toEqual([]);
    expectAccepted(ambiguousMessage(HOSTILE.repeat(20), leads, noon));
  });
});
