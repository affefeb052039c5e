// What colleagues do outside of Slack: take a lead in the CRM, delete it, merge it, change it, or go on holiday.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { CrmName, CrmRow, HappeningField } from '../../web/protocol.ts';
import { REPS } from '../acme.ts';
import type { Persona } from '../acme.ts';
import { hubspotOwnerId } from '../servers.ts';
import { Crm, crmField } from './crm-choice.ts';
import { readInput } from './entry.ts';
import type { Button, Entry, Scene, Switch } from './entry.ts';
import { LEADS_OF, newestUnclaimed } from './newest-lead.ts';

const whoField: HappeningField = {
  name: 'who',
  label: 'Who',
  type: 'choice',
  value: 'bo',
  choices: REPS.map(({ name, firstName, lastName }) => ({ value: name, label: `${firstName} ${lastName}` })),
};
const InCrm = z.object({ crm: Crm.default('hubspot') });
const Grab = InCrm.extend({ who: z.string().default('bo') });

/** Long enough that Signalbox has seen the second record before it is merged away. */
const BEFORE_MERGE_MS = 2_500;
const HOT = '95';
const ON_HOLIDAY = 'bo';

export function peopleHappenings(scene: Scene): readonly Entry[] {
  return [grab(scene), scoreRises(scene), holiday(scene), merge(scene), remove(scene)];
}

function grab(scene: Scene): Button {
  return {
    name: 'grab',
    label: 'A colleague grabs a lead in the CRM',
    about: 'The newest lead without an owner is taken past Signalbox; its card must find out.',
    kind: 'button',
    verb: 'Grab it',
    group: 'people',
    form: [crmField, whoField],
    press(input) {
      const { crm, who } = readInput(Grab, input);
      const rep = repCalled(who);
      const lead = newestUnclaimed(scene, crm);
      const { object, owner, label } = LEADS_OF[crm];
      const id = crm === 'hubspot' ? hubspotOwnerId(rep.email) : scene.salesforce.ownerId(rep.email);
      scene.records.edit(crm, object, lead.id, { [owner]: id ?? null }, rep.name);
      return `${rep.firstName} took ${lead.title} in ${label}'s own pages.`;
    },
  };
}

function scoreRises(scene: Scene): Button {
  return {
    name: 'score_rises',
    label: 'A lead becomes hot',
    about: `The score of the newest lead without an owner jumps to ${HOT}; rules that wait for it fire.`,
    kind: 'button',
    verb: 'Raise the score',
    group: 'people',
    form: [crmField],
    press(input) {
      const { crm } = readInput(InCrm, input);
      const lead = newestUnclaimed(scene, crm);
      if (crm === 'hubspot') scene.hubspot.updateRecord('contacts', lead.id, { hubspotscore: HOT });
      else scene.salesforce.update('Lead', lead.id, { Score__c: Number(HOT), Rating: 'Hot' });
      return `${LEADS_OF[crm].label} scores ${lead.title} ${HOT} now.`;
    },
  };
}

function holiday({ slack }: Scene): Switch {
  const rep = repCalled(ON_HOLIDAY);
  return {
    name: 'holiday',
    label: `${rep.firstName} is on holiday`,
    about: `${rep.firstName}'s Slack status says so, and leads go to the rest of the team.`,
    kind: 'switch',
    group: 'people',
    isOn: () => slack.workspace.users().some(({ name, status }) => name === rep.name && status !== undefined),
    turn(on) {
      slack.workspace.setStatus(rep.name, on ? { text: 'On holiday', emoji: ':palm_tree:' } : null);
      if (!on) return `${rep.firstName} is back, and takes turns again.`;
      return `${rep.firstName} is on holiday, says the Slack status: leads are offered to the rest of the team. Hand over passes on what ${rep.firstName} holds.`;
    },
  };
}

function merge(scene: Scene): Button {
  return {
    name: 'merge',
    label: 'Two records of a lead are merged',
    about: 'The newest lead signs up again with another address; a colleague merges both records. One card remains.',
    kind: 'button',
    verb: 'Merge them',
    group: 'people',
    form: [crmField],
    async press(input) {
      const { crm } = readInput(InCrm, input);
      const lead = newestUnclaimed(scene, crm);
      const twin = crm === 'hubspot' ? twinContact(scene, lead) : twinLead(scene, lead);
      await pause(BEFORE_MERGE_MS, undefined, { ref: false });
      if (crm === 'hubspot') scene.hubspot.merge('contacts', lead.id, twin);
      else scene.salesforce.merge('Lead', { winner: lead.id, loser: twin });
      return `${lead.title} was in ${LEADS_OF[crm].label} twice, with two addresses. A colleague merged the records.`;
    },
  };
}

function twinContact({ hubspot }: Scene, { id }: CrmRow): string {
  const properties = hubspot.record('contacts', id)?.properties ?? {};
  const copied = ['firstname', 'lastname', 'jobtitle', 'company', 'country', 'hs_analytics_source', 'hubspotscore'];
  const values = Object.fromEntries(copied.map((name) => [name, properties[name] ?? '']));
  return hubspot.createContact({ ...values, email: secondAddress(properties['email'] ?? `${id}@twin.example`) }).id;
}

function twinLead({ salesforce }: Scene, { id }: CrmRow): string {
  const row = salesforce.record('Lead', id) ?? {};
  const copied = ['FirstName', 'LastName', 'Company', 'Title', 'Country', 'LeadSource', 'Score__c', 'OwnerId'];
  const values = Object.fromEntries(copied.map((name) => [name, row[name] ?? null]));
  return salesforce.createLead({ ...values, Email: secondAddress(String(row['Email'] ?? `${id}@twin.example`)) });
}

/** `dana.boone@x.example` also gets post as `dana.boone+2@x.example`, and the next time as `+22`. */
function secondAddress(email: string): string {
  return email.replace('@', email.includes('+2') ? '2@' : '+2@');
}

function remove(scene: Scene): Button {
  return {
    name: 'delete_lead',
    label: 'Somebody deletes a lead',
    about: 'The newest lead without an owner goes to the recycle bin of the CRM.',
    kind: 'button',
    verb: 'Delete it',
    group: 'people',
    form: [crmField],
    press(input) {
      const { crm } = readInput(InCrm, input);
      const lead = newestUnclaimed(scene, crm);
      deleteIn(scene, crm, lead.id);
      return `${lead.title} was deleted in ${LEADS_OF[crm].label}.`;
    },
  };
}

function deleteIn({ hubspot, salesforce }: Scene, crm: CrmName, id: string): void {
  if (crm === 'hubspot') hubspot.deleteRecord('contacts', id);
  else salesforce.delete('Lead', id);
}

function repCalled(name: string): Persona {
  const rep = REPS.find((each) => each.name === name.toLowerCase());
  if (rep !== undefined) return rep;
  throw new Fault('invalid_input', `${name} has no seat in the CRM; ${REPS.map((each) => each.name).join(', ')} have.`);
}
