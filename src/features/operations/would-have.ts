// What an intent would have done, in words that go after "would have". Reads names, changes nothing.
import type { HeldIntent } from '#ports/outbox.ts';
import { ApprovalCardPayload, ApprovalLinePayload } from '#features/approvals/intents.ts';
import { WhisperPayload } from '#features/messages/intents.ts';
import {
  AlertPayload,
  AssignPayload,
  CardPayload,
  CreatePayload,
  ThreadPayload,
  UpdatePayload,
} from '#features/leads/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { leadName } from '#features/leads/lead.ts';
import type { LeadStore } from '#features/leads/store.ts';
import type { LeadId } from '#kernel/ids.ts';

interface Reading {
  readonly leads: Pick<LeadStore, 'get'>;
}

export async function wouldHave({ leads }: Reading, { kind, payload }: HeldIntent): Promise<string> {
  switch (kind) {
    case 'lead.card': {
      const lead = await leads.get(CardPayload.parse(payload).lead);
      const verb = lead?.card?.posted ? 'brought up to date' : 'posted';
      return `${verb} the card of ${lead ? leadName(lead) : 'a lead'} in ${lead?.card?.target ?? 'its channel'}`;
    }
    case 'lead.lists':
      return 'brought a list of leads up to date';
    case 'lead.thread': {
      const { lead, text } = ThreadPayload.parse(payload);
      return `written under the card of ${await nameOf(leads, lead)}: ${text}`;
    }
    case 'lead.whisper':
      return `told somebody privately: ${WhisperPayload.parse(payload).text}`;
    case 'opportunity.alert': {
      const { channel, headline } = AlertPayload.parse(payload);
      return `posted in ${channel}: ${headline}`;
    }
    case 'crm.assign': {
      const { lead, ref } = AssignPayload.parse(payload);
      return `changed the owner of ${await nameOf(leads, lead)} in ${CRM_LABELS[ref.crm]}`;
    }
    case 'crm.create': {
      const { lead, crm, object, fields } = CreatePayload.parse(payload);
      const title = String(fields['name'] ?? fields['subject'] ?? '');
      return `made the ${object} "${title}" for ${await nameOf(leads, lead)} in ${CRM_LABELS[crm]}`;
    }
    case 'crm.update': {
      const { lead, ref, fields } = UpdatePayload.parse(payload);
      const set = Object.entries(fields).map(([name, value]) => `${name} = ${value ?? 'nothing'}`);
      const whom = lead === null ? `the ${ref.object}` : await nameOf(leads, lead);
      return `set ${set.join(', ')} of ${whom} in ${CRM_LABELS[ref.crm]}`;
    }
    case 'approval.card':
      return `brought a card of approval A-${ApprovalCardPayload.parse(payload).approval} up to date`;
    case 'approval.line': {
      const { approval, text } = ApprovalLinePayload.parse(payload);
      return `written under approval A-${approval}: ${text}`;
    }
    case 'workitem.card':
      return "brought a card of Salesforce's own approvals up to date";
    case 'workitem.decide':
      return 'told Salesforce of an answer';
    default:
      return `done ${kind}`;
  }
}

async function nameOf(leads: Reading['leads'], id: LeadId): Promise<string> {
  const lead = await leads.get(id);
  return lead ? leadName(lead) : 'a lead';
}
