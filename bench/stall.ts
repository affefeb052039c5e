// What Slack hears while the database says nothing for five seconds: slash commands are acknowledged before anything is
// asked of it. A click waits for its commit, for two seconds at most, and is told what became of it afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { CARD_ACTIONS } from '#features/leads/card-view.ts';
import { openDatabaseLine } from '../test/support/database-line.ts';
import { evenly } from './evenly.ts';
import { below, percentile } from './figures.ts';
import type { Result } from './figures.ts';
import { startApp, startDatabase, startVendors, untilDone } from './house.ts';
import { describeLoad } from './report.ts';
import { openSlackCaller } from './slack-caller.ts';
import type { SlackCaller } from './slack-caller.ts';
import { QUIET_HOUSE } from './webhooks.ts';
import { addClaimableLeads } from './year-of-data.ts';

const STALLS = 5;
const STALL_SECONDS = 5;
/** Far more than a workspace of a thousand people sends. */
const COMMANDS_PER_SECOND = 50;
const CLICKS_PER_SECOND = 2;
/** Longer than anything that waited for the database goes on waiting. */
const RECOVER_MS = 6000;
const P999_MS = 500;
const CALM = 'the same without a stall';

interface Acks {
  readonly commands: number[];
  readonly clicks: number[];
}

export function stall(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const database = await startDatabase(atEnd);
    const line = await openDatabaseLine(database.url);
    atEnd(() => line.close());
    const vendors = await startVendors(QUIET_HOUSE, atEnd);
    const app = await startApp(QUIET_HOUSE, vendors, { DATABASE_URL: line.url }, atEnd);
    const caller = await openSlackCaller(vendors.slack, app.url);
    atEnd(() => caller.close());
    const leads = [...(await addClaimableLeads(database.url, 2 * STALLS * STALL_SECONDS * CLICKS_PER_SECOND + 10))];
    const calm: Acks = { commands: [], clicks: [] };
    const stalled: Acks = { commands: [], clicks: [] };
    await press(caller, { commands: [], clicks: [] }, leads.splice(0, 10)); // opens connections and compiles
    for (let round = 0; round < STALLS; round += 1) {
      await press(caller, calm, leads);
      line.setStalled(true);
      await press(caller, stalled, leads).finally(() => line.setStalled(false));
      await sleep(RECOVER_MS);
    }
    return {
      title: `stall: the database silent for ${STALL_SECONDS} s, ${STALLS} times`,
      figures: [
        below(
          {
            what: 'slash command acknowledged, p99.9',
            value: percentile(stalled.commands, 0.999),
            unit: 'ms',
            baseline: { name: CALM, value: percentile(calm.commands, 0.999) },
          },
          P999_MS,
        ),
        {
          what: 'click acknowledged, slowest',
          value: Math.max(...stalled.clicks),
          unit: 'ms',
          baseline: { name: CALM, value: Math.max(...calm.clicks) },
          target: { says: '< 3,000 ms', met: Math.max(...stalled.clicks) < 3000 },
        },
      ],
      notes: [
        `${COMMANDS_PER_SECOND} commands and ${CLICKS_PER_SECOND} claims a second; ${stalled.commands.length} commands while it was stalled`,
        'stalled by a TCP line in front of PostgreSQL that passes no byte; a command is answered at its response_url when the database is back',
        ...[...app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

/** For as long as a stall lasts, whether there is one or not. */
async function press(caller: SlackCaller, acks: Acks, leads: string[]): Promise<void> {
  const every = COMMANDS_PER_SECOND / CLICKS_PER_SECOND;
  const under: Promise<unknown>[] = [];
  await evenly(COMMANDS_PER_SECOND, STALL_SECONDS * COMMANDS_PER_SECOND, (index) => {
    const command = index % 2 === 0 ? caller.command('/lead', 'mine') : caller.command('/signalbox', 'audit');
    under.push(command.then(({ ackMs }) => acks.commands.push(ackMs)));
    const lead = index % every === 0 ? leads.pop() : undefined;
    if (lead !== undefined) {
      under.push(caller.click(CARD_ACTIONS.claim, lead).then(({ ackMs }) => acks.clicks.push(ackMs)));
    }
  });
  await Promise.all(under);
}
