// What a playbook declares in one place and names in another, read with indulgence: wrong parts are told by the schema.
import { KPI_DIMENSIONS } from './kpi-names.ts';
import { isMappable } from './mapping.ts';
import type { Declarations } from './schema.ts';
import { asList, entryIn, isBlock, textIn } from './written.ts';

export function declarationsIn(playbook: unknown): Declarations {
  const teams = asList(entryIn(playbook, 'teams')).flatMap((team) => textIn(team, 'name') ?? []);
  const mapping = entryIn(playbook, 'mapping');
  const kpis = entryIn(playbook, 'kpis');
  const own = asList(entryIn(kpis, 'own'));
  return {
    teams: new Set(teams),
    fields: isBlock(mapping) ? Object.keys(mapping).filter(isMappable) : [],
    roles: rolesIn(entryIn(playbook, 'roles')),
    hasManagers: asList(entryIn(playbook, 'people')).some((person) => entryIn(person, 'manager') !== undefined),
    policies: new Map(asList(entryIn(playbook, 'approvals')).flatMap(policyIn)),
    gated: new Set(asList(entryIn(playbook, 'rules')).flatMap(gatesIn)),
    ownKpis: new Set(own.flatMap((kpi) => textIn(kpi, 'id') ?? [])),
    ownDimensions: new Map(own.flatMap(dimensionsOf)),
    targeted: new Set(asList(entryIn(kpis, 'targets')).flatMap((target) => textIn(target, 'kpi') ?? [])),
  };
}

/** `admin` and `ops` are known in every playbook. */
function rolesIn(roles: unknown): Declarations['roles'] {
  const names = new Set(['admin', 'ops', ...(isBlock(roles) ? Object.keys(roles) : [])]);
  return new Map(
    Array.from(names, (name) => {
      const people = asList(entryIn(roles, name)).filter((one) => typeof one === 'string');
      return [name, [...new Set(people.map((email) => email.toLowerCase()))]];
    }),
  );
}

/** A formula has what all that it names have in common, which its own check finds out. */
function dimensionsOf(kpi: unknown): readonly (readonly [string, readonly string[]])[] {
  const id = textIn(kpi, 'id');
  const like = entryIn(kpi, 'conversion') === undefined ? textIn(kpi, 'like') : 'lead_to_customer';
  const dimensions = like === null ? undefined : KPI_DIMENSIONS.get(like);
  return id === null || dimensions === undefined ? [] : [[id, dimensions]];
}

function policyIn(policy: unknown): readonly (readonly [string, string])[] {
  const name = textIn(policy, 'name');
  return name === null ? [] : [[name, textIn(policy, 'on') ?? '']];
}

/** Every action is a block with one key, whose settings may hold `gate`. */
function gatesIn(rule: unknown): readonly string[] {
  return asList(entryIn(rule, 'do')).flatMap((action) =>
    isBlock(action) ? Object.values(action).flatMap((settings) => textIn(settings, 'gate') ?? []) : [],
  );
}
