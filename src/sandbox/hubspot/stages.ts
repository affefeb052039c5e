// What stages ask of an account: dates of their own for each stage of a pipeline, and a lifecycle that only goes forward.
// Pure.
import type { HubspotRecord, Pipeline, Properties } from './model.ts';
import { property, when, type PropertyDefinition } from './properties.ts';
import { isEmpty } from './validate.ts';

/** A deal has two dates for every stage of every pipeline. */
export function stageDates(pipelines: readonly Pipeline[]): readonly PropertyDefinition[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.stages.flatMap(({ id, label }) => [
      property(`hs_v2_date_entered_${id}`, `Date entered "${label} (${pipeline.label})"`, when),
      property(`hs_v2_date_exited_${id}`, `Date exited "${label} (${pipeline.label})"`, when),
    ]),
  );
}

/** Over the API a lifecycle stage only goes forward, unless it is emptied first; a step back is passed over in silence. */
export function withoutStepBack(
  { properties: before }: HubspotRecord,
  written: Properties,
  definitions: readonly PropertyDefinition[],
): Properties {
  const { lifecyclestage: wanted, ...rest } = written;
  const current = before['lifecyclestage'];
  if (isEmpty(wanted) || isEmpty(current)) return written;
  const stages = definitions.find(({ name }) => name === 'lifecyclestage')?.options ?? [];
  const place = (stage: string) => stages.findIndex(({ value }) => value === stage);
  return place(wanted) < place(current) ? rest : written;
}
