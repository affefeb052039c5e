import { describe, expect, it } from 'vitest';
import { AUDIT_PAGE } from '#features/audit/audit-view.ts';
import { answerSignalboxCommand, auditPage } from '#features/operations/answer-command.ts';
import { parseSignalboxCommand } from '#features/operations/signalbox-command.ts';
import { HOUR_MS } from '#kernel/time.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, bo, opa, useLeadHouse } from '../../support/lead-house.ts';
import { buttonValueIn, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse();
const desk = () => ({
  ...house.deps,
  stores: house.stores,
  messenger: house.slack,
  crms: house.crms,
  auditLog: house.stores.audit,
  examine: () => Promise.resolve([]),
});
const turn = (by: SlackPerson) => ({ by, channel: null, correlationId });
const say = (text: string, by = opa): Promise<Message> =>
  answerSignalboxCommand(desk(), turn(by), parseSignalboxCommand(text));

describe('/signalbox', () => {
  it.each(['', 'help', 'dance'])('helps with "%s"', async (text) => {
    expect((await say(text)).text).toContain('/signalbox audit lead NAME-OR-ID');
  });

  it('links, and says why not', async () => {
    expect((await say('link hubspot sam@acme.test', ana)).text).toBe('You are now Sam in HubSpot.');
    expect((await say('link hubspot bo@acme.test <@U0BO>')).text).toBe('Bo is now Bo in HubSpot.');
    expect((await say('link hubspot nix@acme.test', ana)).text).toContain('HubSpot has no user "nix@acme.test"');
    expect((await say('link hubspot bo@acme.test', ana)).text).toContain('Only an admin');
  });

  it('shows the log to ops alone', async () => {
    expect((await say('audit', bo)).text).toContain('is for ops and admins');
    expect(
      (await auditPage(desk(), turn(bo), { subject: null, actor: null, since: null, before: null })).text,
    ).toContain('is for ops');
  });

  it('shows what happened to a lead, what a person did, and what happened lately', async () => {
    const record = aCrmRecord({ fields: { first_name: HOSTILE, last_name: 'Audited' } });
    await house.absorb(record);
    const lead = await house.leadOf(record.ref);
    house.clock.pass(3 * HOUR_MS);
    await house.claim(lead.id, bo);
    const about = await say('audit lead audited');
    expectAccepted(about);
    expect(textIn(about.blocks)).toMatch(/lead\.claimed[^]*lead\.seen/);
    expect(textIn((await say(`audit user <@U0BO|bo>`)).blocks)).toContain('lead.claimed');
    const lately = textIn((await say('audit since 2h')).blocks);
    expect(lately).toContain('lead.claimed');
    expect(lately).not.toContain('lead.seen');
    expect(lately).toContain(`Audited, lead:${lead.id.slice(0, 8)}`);
    expect((await say('audit lead nobody')).text).toBe('No lead matches "nobody".');
  });

  it('pages backwards to the first entry', async () => {
    const { audit } = house.stores;
    const subject = 'playbook';
    for (let n = 1; n <= AUDIT_PAGE + 2; n += 1) {
      const actor = { kind: 'system', part: 'test' } as const;
      await audit.append({
        at: house.clock.now(),
        action: 'playbook.put_in_force',
        actor,
        subject,
        after: { version: n },
        correlationId,
      });
    }
    const first = await auditPage(desk(), turn(opa), { subject, actor: null, since: null, before: null });
    expect(textIn(first.blocks)).toContain(`version ${AUDIT_PAGE + 2}`);
    const second = await auditPage(desk(), turn(opa), JSON.parse(buttonValueIn(first.blocks, 'audit.next')));
    expect(textIn(second.blocks)).toMatch(/version 2\b[^]*version 1\b/);
    expect(buttonValueIn(second.blocks, 'audit.next')).toBe('');
  });
});
