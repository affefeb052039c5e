import { beforeEach, describe, expect, it } from 'vitest';
import { answerSignalboxCommand } from '#features/operations/answer-command.ts';
import { lookAt } from '#features/operations/check.ts';
import type { Check, Finding, Looked } from '#features/operations/check.ts';
import { ownChecks } from '#features/operations/checks.ts';
import { doctorMessage } from '#features/operations/doctor-view.ts';
import { parseSignalboxCommand } from '#features/operations/signalbox-command.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { bo, opa, useLeadHouse } from '../../support/lead-house.ts';
import { expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse(`
teams: [{ name: all, members: [ana@acme.test, bo@acme.test] }]
rules:
  - name: deal
    on: lead.created
    do:
      - create_opportunity: { in: hubspot, stage: appointmentscheduled, name: "{{lead.name}}" }
      - alert: { channel: "#leads" }
`);

const checks = (): readonly Check[] =>
  ownChecks({
    stores: house.stores,
    messenger: house.slack,
    crms: CRM_NAMES,
    playbook: house.deps.playbook,
    clock: house.clock,
  });
const examine = (): Promise<readonly Looked[]> => lookAt(checks());
const ask = (by: SlackPerson) =>
  answerSignalboxCommand(
    {
      ...house.deps,
      transact: house.db.database.transact,
      stores: house.stores,
      messenger: house.slack,
      crms: house.crms,
      auditLog: house.stores.audit,
      examine,
    },
    { by, channel: null, correlationId },
    parseSignalboxCommand('doctor'),
  );

async function finding(title: string): Promise<Finding> {
  const found = (await examine()).find((one) => one.title === title);
  if (!found) throw new Error(`nothing looks at ${title}`);
  return found.finding;
}

beforeEach(async () => {
  await house.db.rows('DELETE FROM outbox');
  house.slack.problems.clear();
});

describe('the doctor', () => {
  it('answers ops alone', async () => {
    expect((await ask(bo)).text).toContain('answers ops and admins');
    const answer = await ask(opa);
    expect(answer.text).toBe('Signalbox is well');
    expectAccepted(answer);
  });

  it('names what was given up by its reason, with the newest few and how to try them again', async () => {
    house.hubspot.refuseCreation = 'The pipeline is closed';
    for (let n = 0; n < 4; n += 1) await house.absorb(aCrmRecord({ fields: { first_name: HOSTILE } }));
    await house.drain();
    house.hubspot.refuseCreation = null;
    expect(await finding('Given up')).toMatchObject({
      kind: 'trouble',
      says: '4 given up, for one reason',
      mend: expect.stringContaining('npm run jobs -- retry'),
      details: [
        expect.stringMatching(
          /^4 new CRM records \(crm\.create\), last 0 s ago: The pipeline is closed \[out-\d+, out-\d+, out-\d+ \.\.\.\]$/,
        ),
      ],
    });
    const answer = await ask(opa);
    expect(answer.text).toBe('One thing needs somebody');
    expectAccepted(answer);
  });

  it('says how long something waits, and raises the alarm when nobody tries it', async () => {
    await house.absorb(aCrmRecord());
    expect(await finding('Waiting')).toMatchObject({ kind: 'fine' });
    house.clock.pass(HOUR_MS);
    expect(await finding('Waiting')).toMatchObject({
      kind: 'notice',
      says: expect.stringContaining('the oldest for 1 h'),
    });
    house.clock.pass(2 * DAY_MS);
    expect(await finding('Waiting')).toMatchObject({ kind: 'trouble' });
    expect((await house.db.database.queueFigures()).outboxOldestSeconds).toBeGreaterThan(48 * 3600);
  });

  it('finds channels that take nothing, and people whom nothing can be offered to', async () => {
    house.slack.problems.set(channelIdOf('#leads'), 'not_in_channel');
    house.govern(`
teams: [{ name: all, members: [ana@acme.test, nobody@acme.test] }]
rules:
  - { name: one, on: lead.created, do: [{ alert: { channel: "#nowhere" } }] }
  - { name: two, on: lead.created, do: [{ alert: { channel: "#leads" } }] }
`);
    expect(await finding('Channels')).toMatchObject({
      kind: 'trouble',
      details: expect.arrayContaining([
        '#leads: the app is not in it',
        '#nowhere: does not exist, or is private without the app in it',
      ]),
    });
    expect(await finding('People')).toMatchObject({ kind: 'trouble', details: ['nobody@acme.test: not in Slack'] });
    expectAccepted(await ask(opa));
  });

  it('answers although a look fails or hangs, and says which', async () => {
    const looked = await lookAt(
      [
        { title: 'Broken', look: () => Promise.reject(new Error('no such table')) },
        { title: 'Silent', look: () => new Promise(() => undefined) },
        { title: 'Well', look: () => ({ kind: 'fine', says: 'all is well' }) },
      ],
      20,
    );
    const answer = doctorMessage(looked);
    expect(answer.text).toBe('2 things need somebody');
    const said = textIn(answer.blocks);
    expect(said).toContain('could not be looked at: no such table');
    expect(said).toContain('no answer within 0.02 s');
    expect(said).toContain('*Well*  all is well');
  });

  it('fits into a message however much is wrong', () => {
    const details = Array.from({ length: 200 }, (_, n) => `${n} ${HOSTILE.repeat(40)}`);
    const looked = Array.from({ length: 14 }, (_, n): Looked => ({
      title: `${n}`,
      finding: {
        kind: n % 2 === 0 ? 'trouble' : 'notice',
        says: HOSTILE.repeat(100),
        mend: HOSTILE.repeat(100),
        details,
      },
    }));
    const message = doctorMessage(looked);
    expectAccepted(message);
    expect(textIn(message.blocks)).toContain('→');
  });
});
