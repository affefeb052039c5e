// Asking for a watch: the form, what is wrong at which field, the past year beforehand, and saving it once.
import { describe, expect, it } from 'vitest';
import { ALERT_MODALS } from '#features/anomalies/asking/alert-form.ts';
import { askWatch, MOST_WATCHES } from '#features/anomalies/asking/ask-watch.ts';
import type { NewWatch } from '#features/anomalies/asking/ask-watch.ts';
import { openAlertForm } from '#features/anomalies/asking/slack.ts';
import { TRIAL_ACTIONS, TrialState } from '#features/anomalies/asking/trial-view.ts';
import { Fault } from '#kernel/errors.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { bo, HERE, mia, oskar, useAskingHouse } from '../../../support/asking-house.ts';
import { expectViewAccepted, HOSTILE, textIn } from '../../../support/slack-shape.ts';

/** Web falls by nine tenths for four days in June. */
const world = useAskingHouse((source, day) =>
  source === 'Web' && day >= '2026-06-15' && day <= '2026-06-18' ? 0.1 : 1,
);

interface Filled {
  readonly question?: string;
  readonly by?: string;
  readonly when?: string;
  readonly limit?: string;
  readonly sensitivity?: string;
  readonly place?: 'me' | 'here';
  readonly assignee?: SlackPerson;
}

const chosen = (value: string) => ({ selected_option: { value } });

function answers({ question = 'leads', by = 'nothing', when = 'both', limit, ...rest }: Filled) {
  const { sensitivity = 'normal', place = 'here', assignee } = rest;
  return {
    question: { value: question },
    by: chosen(by),
    when: chosen(when),
    limit: { value: limit ?? null },
    sensitivity: chosen(sensitivity),
    place: chosen(place),
    assignee: { selected_user: assignee?.id ?? null },
  };
}

const fill = (filled: Filled, by: SlackPerson = mia) =>
  world.hands.submit(ALERT_MODALS.ask, { channel: HERE, shows: null }, answers(filled), by);

/** What stands beside a field of the form. */
async function errorsOf(filled: Filled, by?: SlackPerson): Promise<Record<string, string>> {
  const { acks } = await fill(filled, by);
  const [ack] = acks as readonly { readonly errors?: Record<string, string> }[];
  return ack?.errors ?? {};
}

/** The second step as it is shown, with what it goes on with. */
async function tried(filled: Filled, by?: SlackPerson) {
  const { views } = await fill(filled, by);
  const view = views.at(-1) as { readonly blocks: readonly unknown[]; readonly private_metadata: string };
  expectViewAccepted(view);
  return { words: textIn(view.blocks), view, state: TrialState.parse(JSON.parse(view.private_metadata)) };
}

async function save(filled: Filled, by: SlackPerson = mia): Promise<string> {
  const { state } = await tried(filled, by);
  const { acks } = await world.hands.submit(ALERT_MODALS.confirm, state, {}, by);
  const [ack] = acks as readonly { readonly view: { readonly blocks: unknown } }[];
  return textIn(ack?.view.blocks);
}

describe('The form', () => {
  it('is shown at once, and then with what was asked and what of it can be seen at all', async () => {
    const views: { readonly blocks: unknown; readonly private_metadata?: string }[] = [];
    const shown = async ({ view }: { readonly view: (typeof views)[number] }) => {
      views.push(view);
      return { view: { id: 'V0TEST', hash: 'h' } };
    };
    const client = { views: { open: shown, update: shown } };
    const body = { user: { id: mia.id }, channel: { id: HERE }, trigger_id: 't' };
    await openAlertForm(world.desk, { client, body } as never, 'leads last month by source vs previous');
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views[0]?.blocks)).toContain('One moment');
    expect(JSON.stringify(views[1])).toContain('"initial_value":"leads"');
    expect(JSON.stringify(views[1])).toMatch(/"initial_option":\{[^}]*\}?[^}]*"value":"source"/u);
    expect(views).toHaveLength(3);
    expect(textIn(views[2]?.blocks)).toMatch(/Leads: a fall by \d+% within a week is found four times of five/u);
  });

  it.each<{ what: string; filled: Filled; field: string; says: string | RegExp }>([
    { what: 'a KPI that there is not', filled: { question: 'leeds' }, field: 'question', says: 'Did you mean: leads' },
    { what: 'a split by models', filled: { question: 'leads by model' }, field: 'question', says: /./u },
    { what: 'a dimension that it does not have', filled: { by: 'product' }, field: 'by', says: 'not known by product' },
    {
      what: 'days that cannot be judged',
      filled: { question: 'revenue_to_date' },
      field: 'when',
      says: 'Choose a limit instead',
    },
    { what: 'a limit without a number', filled: { when: 'below' }, field: 'limit', says: 'Write the number: 40.' },
    {
      what: 'a share without its sign',
      filled: { question: 'lead_to_mql', when: 'above', limit: '40' },
      field: 'limit',
      says: 'Did you mean 40%?',
    },
    { what: 'no target', filled: { when: 'behind_target', limit: '20%' }, field: 'limit', says: 'has no target' },
    {
      what: 'a number that is no limit',
      filled: { limit: '40' },
      field: 'limit',
      says: 'choose below, above or behind its target as well',
    },
  ])('says $what at $field', async ({ field, says, filled }) => {
    const errors = await errorsOf(filled);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toMatch(says);
  });

  it('takes no assignee whom nobody knows by an address', async () => {
    const nameless = { ...bo, id: 'U0NAMELESS', email: null } as SlackPerson;
    world.slack.people.push(nameless);
    expect(await errorsOf({ assignee: nameless })).toEqual({
      assignee: 'Slack shows no e-mail address of this person.',
    });
    world.slack.people.pop();
  });

  it('keeps numbers of single owners from a channel, and one’s own from nobody', async () => {
    world.write('shy');
    const others = { question: 'leads where owner = bo@acme.test' };
    expect(await errorsOf({ by: 'owner' })).toMatchObject({ question: expect.stringContaining('single owners') });
    expect(await errorsOf({ by: 'owner', place: 'me' })).toMatchObject({ question: expect.stringContaining('owners') });
    expect(await errorsOf({ ...others, place: 'me' })).toMatchObject({ question: expect.stringContaining('owners') });
    expect(await errorsOf({ by: 'owner', place: 'me' }, oskar)).toEqual({});
    // What a channel reads is nobody's own, whoever asks.
    expect(await errorsOf({ by: 'owner' }, oskar)).toMatchObject({ question: expect.stringContaining('owners') });
  });
});

describe('The past year', () => {
  it('is shown with what would have been told, what to expect and a picture', async () => {
    const { words, view } = await tried({});
    expect(words).toContain('*Leads*');
    expect(words).not.toContain('invite');
    expect(words).toMatch(/would have raised \d+ alarms?/u);
    expect(words).toMatch(/15 to \d\d Jun\*: fell to \d+, \d+ expected/u);
    expect(words).toContain('about one false alarm a year for each number');
    expect(words).toMatch(/four times of five: a fall by \d+% within a week/u);
    expect(JSON.stringify(view)).toContain('"slack_file":{"id":"F1"}');
    expect(JSON.stringify(view)).toMatch(/"alt_text":"Leads, the last 365 days: flagged [^"]*Jun/u);
  });

  it('names the values of a dimension', async () => {
    const { words } = await tried({ by: 'source', sensitivity: 'eager' });
    expect(words).toContain('*Leads by source*');
    expect(words).toMatch(/Web fell to \d/u);
    expect(words).toContain('and 4 numbers are watched here');
  });

  it('says what a limit would have told, and how it is told', async () => {
    const { words, state } = await tried({ when: 'below', limit: '5', question: 'leads where source = Web' });
    expect(words).toMatch(/when it is below 5/u);
    expect(words).toMatch(/Jun\*: was \d/u);
    expect(words).toContain('told once when it is crossed');
    expect(words).not.toContain('holidays');
    expect(state.wanted.question).toBe('leads where source = Web');
  });

  it('keeps the period of a limit, and drops it where days are judged', async () => {
    const limited = await tried({ when: 'above', limit: '9,000', question: 'leads this month vs previous' });
    expect(limited.state.wanted).toMatchObject({ question: 'leads this month', threshold: { value: 9000 } });
    expect((await tried({ question: 'leads this month' })).state.wanted).toMatchObject({ question: 'leads' });
  });

  it('comes in words where Slack takes no image, and says that it cannot write in the channel', async () => {
    const { uploadImage } = world.slack;
    world.slack.uploadImage = () => Promise.reject(new Fault('timeout', 'Slack takes too long'));
    world.slack.problems.set(HERE, 'not_in_channel');
    try {
      const { words, view } = await tried({});
      expect(JSON.stringify(view)).not.toContain('slack_file');
      expect(words).toMatch(/Jun\*: fell to/u);
      expect(words).toContain('invite me to it');
    } finally {
      world.slack.uploadImage = uploadImage;
      world.slack.problems.clear();
    }
  });

  it('can be left for the form again, with everything that was filled in', async () => {
    const { state } = await tried({ when: 'below', limit: '1,250', sensitivity: 'eager' });
    const { views } = await world.hands.pressIn({ state, answers: {} }, TRIAL_ACTIONS.change, '', mia);
    expectViewAccepted(views[0]);
    const form = JSON.stringify(views[0]);
    expect(form).toContain('"initial_value":"1,250"');
    expect(form).toContain('"value":"below"');
  });

  it('pings nobody and is taken by Slack whatever is typed', async () => {
    const errors = await errorsOf({ question: `leads where source = "${HOSTILE.replaceAll('"', '')}"` });
    expect(errors).toEqual({});
    const { view } = await tried({ question: `leads where source = "<!channel> *x*"`, when: 'above', limit: '3' });
    expect(JSON.stringify(view.blocks)).not.toContain('<!channel>');
  });
});

it('A question as long as the form takes is carried to the second step', async () => {
  const values = Array.from({ length: 19 }, (_, index) => `"${index} x y z z"`).join(', ');
  const question = `leads where source in (Web, ${values})`;
  expect(question.length).toBeLessThanOrEqual(300);
  expect(await errorsOf({ question, when: 'above', limit: '3' })).toEqual({});
  const { view } = await tried({ question, when: 'above', limit: '3' });
  expect(view.private_metadata.length).toBeGreaterThan(900);
});

describe('A watch', () => {
  it('is kept as it was asked for, with who asked', async () => {
    expect(await save({ by: 'source', when: 'down', sensitivity: 'quiet', assignee: bo })).toContain('as #1');
    expect(await world.desk.stores.watches.asked()).toMatchObject([
      {
        id: 1,
        question: 'leads',
        by: 'source',
        channel: HERE,
        sensitivity: 'quiet',
        direction: 'down',
        threshold: null,
        assignee: 'bo@acme.test',
        createdBy: mia.id,
        createdAt: world.house.now,
      },
    ]);
    expect(await world.audited('watch:1')).toEqual(['watch.asked']);
  });

  it('goes to oneself where nothing else is chosen', async () => {
    await save({ place: 'me' });
    expect(await world.desk.stores.watches.asked()).toMatchObject([{ channel: mia.id }]);
  });

  it('is asked for once in a place, whoever asks and however it is typed', async () => {
    await save({ question: 'leads where source = Web' });
    expect(await errorsOf({ question: 'Leads last month where source=Web', sensitivity: 'eager' }, bo)).toEqual({
      question: expect.stringContaining('as #1'),
    });
    // Elsewhere, by something, or with a limit it is another one.
    expect(await errorsOf({ question: 'leads where source = Web', place: 'me' })).toEqual({});
    expect(await errorsOf({ question: 'leads where source = Web', by: 'country' })).toEqual({});
    expect(await errorsOf({ question: 'leads where source = Web', when: 'below', limit: '3' })).toEqual({});
  });

  it('of the playbook is pointed to, by the channel’s name', async () => {
    world.write('watches: [{ metric: leads last month, channel: "#marketing" }]\n');
    expect(await errorsOf({})).toEqual({ question: expect.stringContaining('The playbook watches this here') });
  });

  it('is not saved twice where it was saved meanwhile', async () => {
    const { state } = await tried({});
    await save({}, bo);
    const { acks } = await world.hands.submit(ALERT_MODALS.confirm, state, {}, mia);
    expect(textIn((acks[0] as { view: { blocks: unknown } }).view.blocks)).toContain('Nothing was saved');
    expect(await world.desk.stores.watches.asked()).toHaveLength(1);
  });

  it('is one of twenty at most', async () => {
    const wanted: NewWatch = {
      question: 'leads',
      by: null,
      channel: HERE,
      sensitivity: 'normal',
      direction: 'both',
      threshold: null,
      assignee: null,
    };
    for (let value = 0; value < MOST_WATCHES; value += 1) {
      await askWatch(world.desk, world.turn(mia), { ...wanted, threshold: { kind: 'below', value } });
    }
    expect(await errorsOf({})).toEqual({ question: expect.stringContaining('20 watches already') });
    expect(await askWatch(world.desk, world.turn(mia), wanted)).toEqual({ kind: 'too_many', most: 20 });
    expect(await askWatch(world.desk, world.turn(bo), wanted)).toMatchObject({ kind: 'asked' });
  });
});
