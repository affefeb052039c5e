// What the audit log lacks or says wrongly, held against everything else that the database knows. Empty is complete.
import { AUDITED } from '#features/audit/actions.ts';
import type { AuditAction } from '#features/audit/actions.ts';

type Rows = <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;

/** Rows of other tables that must each have an entry: what is missing, as sentences. */
const MISSING = `
  SELECT 'firing of ' || rule || ' on ' || subject AS gap FROM rule_firing f WHERE NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.action = 'rule.fired' AND a.actor = 'rule:' || f.rule AND a.correlation_id = f.correlation_id)
  UNION ALL
  SELECT 'lead ' || id || ' was seen' FROM lead l WHERE NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.action = 'lead.seen' AND a.subject = 'lead:' || l.id)
    AND (SELECT COALESCE(sum((a.after->>'leads')::int), 0) FROM audit a WHERE a.action = 'intake.baseline_read') < (
    SELECT count(*) FROM lead unseen WHERE NOT EXISTS (
      SELECT 1 FROM audit a WHERE a.action = 'lead.seen' AND a.subject = 'lead:' || unseen.id))
  UNION ALL
  SELECT 'card of lead ' || id FROM lead l WHERE card_ts IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.action = 'slack.card_posted' AND a.subject = 'lead:' || l.id)
  UNION ALL
  SELECT kind || ' ' || id FROM claim c WHERE NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.subject = 'lead:' || c.lead_id AND a.after->>'claim' = c.id::text)
  UNION ALL
  SELECT 'owner ' || outcome || ' of claim ' || claim_id FROM claim_write w WHERE outcome <> 'pending' AND NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.action = 'crm.owner_' || w.outcome AND a.after->>'claim' = w.claim_id::text)
  UNION ALL
  SELECT 'winner of lead ' || id || ' more than once' FROM lead l WHERE (
    SELECT count(*) FROM audit a WHERE a.action = 'lead.claimed' AND a.subject = 'lead:' || l.id) > (
    SELECT count(*) FROM claim c WHERE c.kind = 'claim' AND c.lead_id = l.id)
  UNION ALL
  SELECT kind || ' ' || key FROM outbox o WHERE state = 'done' AND (
    SELECT count(*) FROM audit a WHERE a.correlation_id = o.correlation_id AND (a.action = 'dry_run.would_have' OR a.action = ANY (
      CASE o.kind WHEN 'lead.whisper' THEN '{slack.whispered}' WHEN 'ops.message' THEN '{slack.ops_posted}'
        WHEN 'opportunity.alert' THEN '{slack.alert_posted}' WHEN 'crm.update' THEN '{crm.updated}'
        WHEN 'crm.create' THEN '{crm.opportunity_created,crm.task_created}' END::text[]))) < (
    SELECT count(*) FROM outbox other
    WHERE other.state = 'done' AND other.kind = o.kind AND other.correlation_id = o.correlation_id
      AND o.kind IN ('lead.whisper', 'ops.message', 'opportunity.alert', 'crm.update', 'crm.create'))
  UNION ALL
  SELECT 'dead ' || kind || ' ' || key FROM outbox o WHERE state = 'dead' AND NOT EXISTS (
    SELECT 1 FROM audit a WHERE a.correlation_id = o.correlation_id
      AND (a.action = 'intent.given_up' OR a.action LIKE '%\\_refused' OR a.action LIKE '%undeliverable'))`;

const SHAPES = `SELECT DISTINCT action, split_part(subject, ':', 1) AS about,
  ARRAY(SELECT jsonb_object_keys(CASE jsonb_typeof(before) WHEN 'object' THEN before ELSE '{}' END)) AS before,
  ARRAY(SELECT jsonb_object_keys(CASE jsonb_typeof(after) WHEN 'object' THEN after ELSE '{}' END)) AS after FROM audit`;

interface Shape extends Record<string, unknown> {
  readonly action: string;
  readonly about: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** @param rows runs a statement on the app's database. */
export async function auditGaps(rows: Rows): Promise<readonly string[]> {
  const missing = await rows<{ gap: string }>(MISSING);
  const shapes = await rows<Shape>(SHAPES);
  return [...missing.map(({ gap }) => `no entry for: ${gap}`), ...wrongShapes(shapes)];
}

/** Entries that are not as the catalogue, and with it docs/audit.md, says. */
export async function unlistedShapes(rows: Rows): Promise<readonly string[]> {
  return wrongShapes(await rows<Shape>(SHAPES));
}

function wrongShapes(shapes: readonly Shape[]): readonly string[] {
  return shapes.flatMap(({ action, about, before, after }) => {
    const listed = Object.hasOwn(AUDITED, action) ? AUDITED[action as AuditAction] : null;
    if (listed === null) return [`${action} is not in the catalogue`];
    // A watch goes by its key, which says where it is written.
    const subjects = listed.subject.flatMap((one) => (one === 'watch' ? ['watch', 'playbook', 'own'] : [one]));
    return [
      ...(subjects.some((one) => one === about) ? [] : [`${action} is about ${about}`]),
      ...before.filter((key) => !listed.before.includes(key)).map((key) => `${action} has ${key} in before`),
      ...after.filter((key) => !listed.after.includes(key)).map((key) => `${action} has ${key} in after`),
    ];
  });
}
