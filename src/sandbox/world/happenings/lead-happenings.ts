// Leads that come when somebody wants them to: one who fills in the demo form, one of the stream, fifty of a webinar.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { spanText } from '#kernel/time.ts';
import type { HappeningField } from '../../web/protocol.ts';
import type { Prospect } from '../prospect.ts';
import { createVisitors } from './draw-visitors.ts';
import { readInput } from './entry.ts';
import type { Button, Entry, Scene, Switch } from './entry.ts';

const DemoForm = z.object({
  name: z.string().trim().max(80, 'at most 80 characters').optional(),
  company: z.string().trim().max(80, 'at most 80 characters').optional(),
  email: z.email('not an e-mail address').max(80, 'at most 80 characters').optional(),
  employees: z.coerce
    .number('not a number')
    .int('a whole number')
    .min(1, 'at least 1')
    .max(5_000_000, 'at most 5,000,000')
    .optional(),
});
type DemoForm = z.output<typeof DemoForm>;

const WEBINAR = { guests: 50, withinMs: 20_000 };

export function leadHappenings(scene: Scene, leadEveryMs: number): readonly Entry[] {
  return [demoForm(scene), newLead(scene), webinar(scene), stream(scene, leadEveryMs)];
}

function demoForm(scene: Scene): Button {
  const visitors = createVisitors(scene);
  let next = visitors.buyer();
  return {
    name: 'demo_form',
    label: 'A visitor fills in the demo form',
    about: 'Be the visitor: the form goes to HubSpot, HubSpot scores it, and Signalbox hears of it.',
    kind: 'button',
    verb: 'Send the form',
    group: 'leads',
    get form() {
      return fieldsFor(next);
    },
    press(input) {
      const visitor = asFilledIn(next, readInput(DemoForm, input));
      const taken = scene.hubspot.findBy('contacts', 'email', visitor.email);
      if (taken !== null)
        throw new Fault('refused', `${visitor.email} is in HubSpot already; a visitor needs another address.`);
      const story = visitors.demo(visitor);
      scene.leads.tell(story, 0);
      next = visitors.buyer();
      return `${fullName(visitor)} of ${visitor.company?.name ?? 'nowhere'} asked for a demo. HubSpot's score: ${story.score}.`;
    },
  };
}

function fieldsFor(prospect: Prospect): readonly HappeningField[] {
  return [
    { name: 'name', label: 'Name', type: 'text', value: fullName(prospect) },
    { name: 'company', label: 'Company', type: 'text', value: prospect.company?.name ?? '' },
    { name: 'email', label: 'Work e-mail', type: 'email', value: prospect.email },
    { name: 'employees', label: 'Employees', type: 'number', value: String(prospect.company?.employees ?? '') },
  ];
}

/** What was left empty stays as it was drawn. */
function asFilledIn(drawn: Prospect, form: DemoForm): Prospect {
  const [firstName, ...rest] = (form.name ?? fullName(drawn)).split(/\s+/u);
  const email = (form.email ?? drawn.email).toLowerCase();
  const company = {
    industry: 'software' as const,
    country: 'US',
    ...drawn.company,
    name: form.company ?? drawn.company?.name ?? '',
    domain: email.split('@')[1] ?? '',
    employees: form.employees ?? drawn.company?.employees ?? 1,
  };
  const isRenamed = form.name !== undefined && form.name !== fullName(drawn);
  const name = isRenamed ? { firstName: firstName ?? '', lastName: rest.join(' ') } : {};
  return { ...drawn, ...name, email, company };
}

function newLead({ leads }: Scene): Button {
  return {
    name: 'new_lead',
    label: 'A new lead, now',
    about: 'Somebody of the story: a buyer, a student, a competitor, in one CRM or in both.',
    kind: 'button',
    verb: 'Let one come',
    group: 'leads',
    press() {
      const { prospect, via } = leads.arrive();
      const crm = { hubspot: 'HubSpot', salesforce: 'Salesforce', both: 'HubSpot, and soon in Salesforce too' }[via];
      return `${fullName(prospect)} is in ${crm}.`;
    },
  };
}

function webinar(scene: Scene): Button {
  const visitors = createVisitors(scene);
  return {
    name: 'webinar',
    label: 'Fifty leads from a webinar',
    about: 'They come within 20 seconds, in both CRMs. Cards that a channel cannot take one by one become lists.',
    kind: 'button',
    verb: 'End the webinar',
    group: 'leads',
    press() {
      const stories = visitors.audience(WEBINAR.guests);
      for (const [index, story] of stories.entries()) {
        scene.leads.tell(story, Math.round((index * WEBINAR.withinMs) / WEBINAR.guests));
      }
      return `The webinar is over: ${stories.length} people who were there arrive within ${spanText(WEBINAR.withinMs)}.`;
    },
  };
}

function stream({ leads }: Scene, everyMs: number): Switch {
  return {
    name: 'leads_arrive',
    label: 'Leads keep coming',
    about: `One about every ${spanText(everyMs)} at first, and fewer later, as on an ordinary day.`,
    kind: 'switch',
    group: 'leads',
    isOn: () => leads.running(),
    turn(on) {
      if (!on) leads.pause();
      else leads.start({ everyMs, first: 1 });
      return on
        ? `A lead about every ${spanText(everyMs)}. After some dozens they become fewer.`
        : 'No more leads come by themselves.';
    },
  };
}

function fullName({ firstName, lastName }: Prospect): string {
  return [firstName, lastName].filter(Boolean).join(' ');
}
