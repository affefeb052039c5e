-- Parts of names, found by their trigrams. The extension comes with PostgreSQL, and who owns a database may add it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateIndex
CREATE INDEX "lead_changed_at_id_idx" ON "lead"("changed_at" DESC, "id");

-- CreateIndex
CREATE INDEX "lead_search_idx" ON "lead" USING GIN ("search_text" gin_trgm_ops);
