// A policy as far as it can be read while other parts of it may be wrong.
import { QUORUM_KEYS, type QuorumKey } from './approval-steps.ts';
import type { ApproverSpec } from './approvers.ts';
import { asList, entryIn, isBlock, textIn } from './written.ts';

type Path = readonly PropertyKey[];

export interface WrittenApprover {
  readonly path: Path;
  readonly spec: ApproverSpec;
}

export interface ReadStep {
  readonly path: Path;
  readonly if: string | null;
  /** Every way in which it says who decides; a step that is right has one. */
  readonly keys: readonly (QuorumKey | 'together')[];
  readonly approvers: readonly WrittenApprover[];
  /** Whether some of its approvers could not be read. */
  readonly garbled: boolean;
  /** `n` of n_of. */
  readonly count: number | null;
}

/** Every step of the policy, those side by side each for itself, in the order of the file. */
export function stepsIn(policy: unknown): readonly ReadStep[] {
  return asList(entryIn(policy, 'steps')).flatMap((step, index) => {
    const path = ['steps', index];
    if (!isBlock(step)) return [];
    const beside = asList(step['together']).flatMap((one, at) =>
      isBlock(one) ? [readStep(one, [...path, 'together', at])] : [],
    );
    return [readStep(step, path), ...beside];
  });
}

export function approversAt(list: unknown, path: Path): readonly WrittenApprover[] {
  return asList(list).flatMap((spec, index) => (isSpec(spec) ? [{ path: [...path, index], spec }] : []));
}

function readStep(step: object, path: Path): ReadStep {
  const keys = [...QUORUM_KEYS, 'together' as const].filter((key) => entryIn(step, key) !== undefined);
  const lists = QUORUM_KEYS.map((key) =>
    key === 'n_of'
      ? { list: entryIn(entryIn(step, key), 'of'), at: [...path, key, 'of'] }
      : { list: entryIn(step, key), at: [...path, key] },
  );
  const approvers = lists.flatMap(({ list, at }) => approversAt(list, at));
  const count = entryIn(entryIn(step, 'n_of'), 'n');
  return {
    path,
    if: textIn(step, 'if'),
    keys,
    approvers,
    garbled: approvers.length < lists.flatMap(({ list }) => asList(list)).length,
    count: typeof count === 'number' ? count : null,
  };
}

/** One that was refused is no block with a kind. */
function isSpec(value: unknown): value is ApproverSpec {
  return textIn(value, 'kind') !== null;
}
