// Which group of a dimension somebody or something of the past belongs to.
import type { TruthRules } from './rules.ts';
import type { TruePerson } from './truth-people.ts';

export function groupOf(
  row: Pick<TruePerson, 'source' | 'campaign' | 'owner' | 'country' | 'employees' | 'crm'>,
  by: string,
  rules: TruthRules,
): string | null {
  switch (by) {
    case 'source':
      return row.source;
    case 'channel':
      return row.source === null ? null : rules.channelOf(row.source);
    case 'campaign':
      return row.campaign;
    case 'owner':
      return row.owner;
    case 'team':
      return row.owner === null ? null : rules.teamOf(row.owner);
    case 'country':
      return row.country;
    case 'crm':
      return row.crm;
    case 'segment':
      return row.employees === null ? null : segmentOf(row.employees);
    default:
      throw new Error(`nothing of the past is known by ${by}`);
  }
}

function segmentOf(employees: number): string {
  if (employees <= 200) return 'smb';
  return employees <= 1000 ? 'mid-market' : 'enterprise';
}
