-- What a look knew then stays as it was, whoever asks. Only looks of Signalbox at itself, which are many and of no use
-- after a while, may be deleted. (Written by hand: Prisma's schema has no triggers and no collations.)
CREATE FUNCTION "refuse_look_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD."watch" LIKE 'own:%' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'what was known of watches is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "watch_evaluation_append_only" BEFORE UPDATE OR DELETE ON "watch_evaluation"
  FOR EACH ROW EXECUTE FUNCTION "refuse_look_change"();

CREATE TRIGGER "watch_evaluation_no_truncate" BEFORE TRUNCATE ON "watch_evaluation"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_look_change"();

ALTER TABLE "watch_evaluation" ENABLE ALWAYS TRIGGER "watch_evaluation_append_only";
ALTER TABLE "watch_evaluation" ENABLE ALWAYS TRIGGER "watch_evaluation_no_truncate";

-- Days are compared as text, so the key is ordered as bytes are, in every database.
ALTER TABLE "watch_evaluation" ALTER COLUMN "series" TYPE TEXT COLLATE "C", ALTER COLUMN "day" TYPE TEXT COLLATE "C";
