// A HubSpot account of 100,000 contacts and 20,000 deals is read at its real limits; then again, killed ten times.
import { killFill, measureFill } from '../test/scenarios/first-fill.ts';
import type { Scenario } from './runner/scenario.ts';

/** What else the app asks for, and the way there and back. */
const ALLOWANCE = 1.1;

export const scenario: Scenario = {
  name: 'first-fill',
  async run(report, { contacts = '100000', deals = '20000', deaths = '10', seed = String(Date.now() % 1_000_000) }) {
    const size = { contacts: Number(contacts), deals: Number(deals) };
    const { seconds, calls, searches, refused, leastSeconds, recordsPerSecond, heap } = await measureFill(size);
    const share = seconds / leastSeconds;
    report(
      `${calls} calls and ${searches} searches, ${refused} of them refused; the limits allow ${leastSeconds.toFixed(1)} s`,
    );
    report(`${seconds.toFixed(1)} s, ${share.toFixed(2)} times that; ${Math.round(recordsPerSecond)} records a second`);
    report(`${Math.round(heap / 1_000_000)} MB on the heap afterwards`);
    report(`--seed ${seed} draws the same deaths again`);
    const apart = Math.floor((size.contacts + size.deals) / (Number(deaths) + 2));
    await killFill(size, { deaths: Number(deaths), seed: Number(seed), apart }, report);
    report(`complete and counted once after ${deaths} deaths`);
    if (share > ALLOWANCE) throw new Error(`it took ${share.toFixed(2)} times what the limits allow`);
  },
};
