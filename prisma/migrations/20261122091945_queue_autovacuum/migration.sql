-- Rows of the queues change three times and are deleted a week later, so they are vacuumed by what changed and not by a
-- fifth of the table. (Written by hand: Prisma's schema has no storage parameters.)
ALTER TABLE "inbox" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02);
