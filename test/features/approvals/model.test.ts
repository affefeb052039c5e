// Random interleavings of everything that can happen to a request, held to its promises after each step.
import { expect, it } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { memoryGround } from './model/memory-ground.ts';
import { playMany } from './model/play-many.ts';
import { postgresGround } from './model/postgres-ground.ts';

const db = useDatabase();

it('keeps its promises in a thousand runs of random presses, edits, delegations, expiries and restarts', async () => {
  expect(await playMany({ runs: 1_000, ground: memoryGround })).toBe(1_000);
}, 240_000);

it('keeps them over a real database too', async () => {
  expect(await playMany({ runs: 15, ground: () => postgresGround(db.database, db.rows) })).toBe(15);
}, 240_000);
