-- Seals are append-only as the log is, statements that would change no row included, and whatever replication role a
-- session takes. (Written by hand: Prisma's schema has no triggers.)
CREATE TRIGGER "audit_statement_append_only" BEFORE UPDATE OR DELETE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_seal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

ALTER TABLE "audit" ENABLE ALWAYS TRIGGER "audit_append_only";
ALTER TABLE "audit" ENABLE ALWAYS TRIGGER "audit_no_truncate";
ALTER TABLE "audit" ENABLE ALWAYS TRIGGER "audit_statement_append_only";
ALTER TABLE "audit_seal" ENABLE ALWAYS TRIGGER "audit_seal_append_only";

-- Ids are given out before a transaction commits, so an entry may come to light after a higher one was sealed. Who is
-- unsealed is therefore kept as a list, not derived from the highest id.
CREATE FUNCTION "await_audit_seal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "audit_unsealed" ("audit_id") SELECT "id" FROM "added";
  RETURN NULL;
END
$$;

CREATE TRIGGER "audit_await_seal" AFTER INSERT ON "audit" REFERENCING NEW TABLE AS "added"
  FOR EACH STATEMENT EXECUTE FUNCTION "await_audit_seal"();

INSERT INTO "audit_unsealed" ("audit_id") SELECT "id" FROM "audit";
