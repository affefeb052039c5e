-- CreateTable
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "crm" TEXT NOT NULL,
    "object" TEXT,
    "record_id" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "note" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "urgency" SMALLINT NOT NULL,
    "payload" JSONB NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "waits" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "note" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "playbook_version" INTEGER,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playbook_version" (
    "version" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playbook_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "connection" (
    "crm" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("crm")
);

-- CreateTable
CREATE TABLE "poll_cursor" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "record_id" TEXT NOT NULL,
    "caught_up" BOOLEAN NOT NULL DEFAULT false,
    "polled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "poll_cursor_pkey" PRIMARY KEY ("crm","object")
);

-- CreateTable
CREATE TABLE "mirror_record" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" TEXT,
    "company_id" TEXT,
    "fields" JSONB NOT NULL,
    "company" JSONB,
    "lead_ids" TEXT[],
    "converted" JSONB,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "mirrored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mirror_record_pkey" PRIMARY KEY ("crm","object","record_id")
);

-- CreateTable
CREATE TABLE "crm_user" (
    "crm" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "active" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "crm_user_pkey" PRIMARY KEY ("crm","user_id")
);

-- CreateTable
CREATE TABLE "crm_stage" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "stage_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "pipeline" TEXT,
    "closed" BOOLEAN NOT NULL,
    "won" BOOLEAN NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "crm_stage_pkey" PRIMARY KEY ("crm","object","stage_id")
);

-- CreateTable
CREATE TABLE "person" (
    "slack_id" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT NOT NULL,
    "time_zone" TEXT,
    "active" BOOLEAN NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("slack_id")
);

-- CreateTable
CREATE TABLE "owner_link" (
    "slack_id" TEXT NOT NULL,
    "crm" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "linked_by" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "owner_link_pkey" PRIMARY KEY ("slack_id","crm")
);

-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "facts" JSONB NOT NULL,
    "search_text" TEXT NOT NULL,
    "score" INTEGER,
    "score_reasons" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "headline" TEXT,
    "team" TEXT,
    "claim_by" TEXT NOT NULL DEFAULT 'anyone',
    "offered_to" TEXT,
    "offer_ends_at" TIMESTAMPTZ(3),
    "claimed_by" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "notice" TEXT,
    "touched_at" TIMESTAMPTZ(3),
    "card_target" TEXT,
    "card_channel" TEXT,
    "card_ts" TEXT,
    "card_hash" TEXT,
    "merged_into" UUID,
    "hold_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_ref" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "lead_id" UUID NOT NULL,
    "made_by" TEXT,
    "owner_id" TEXT,

    CONSTRAINT "lead_ref_pkey" PRIMARY KEY ("crm","object","record_id")
);

-- CreateTable
CREATE TABLE "lead_event" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "lead_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_firing" (
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "edge" INTEGER NOT NULL DEFAULT 0,
    "event" TEXT NOT NULL,
    "playbook_version" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "rule_firing_pkey" PRIMARY KEY ("rule","subject","edge")
);

-- CreateTable
CREATE TABLE "routing_turn" (
    "team" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "turn" BIGINT NOT NULL,

    CONSTRAINT "routing_turn_pkey" PRIMARY KEY ("team","member")
);

-- CreateTable
CREATE TABLE "routing_team" (
    "team" TEXT NOT NULL,
    "turns" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "routing_team_pkey" PRIMARY KEY ("team")
);

-- CreateTable
CREATE TABLE "routing_decision" (
    "id" BIGSERIAL NOT NULL,
    "lead_id" UUID NOT NULL,
    "team" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "chosen" TEXT,
    "skipped" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "routing_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "channel" TEXT,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_write" (
    "claim_id" UUID NOT NULL,
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "expected" TEXT,
    "target" TEXT,
    "outcome" TEXT NOT NULL DEFAULT 'pending',
    "rival" TEXT,
    "message" TEXT,

    CONSTRAINT "claim_write_pkey" PRIMARY KEY ("claim_id","crm","object","record_id")
);

-- CreateTable
CREATE TABLE "import_hold" (
    "id" SERIAL NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "inbox_key_key" ON "inbox"("key");

-- CreateIndex
CREATE INDEX "inbox_pending_idx" ON "inbox"("crm", "due_at", "id") WHERE (state = 'pending');

-- CreateIndex
CREATE INDEX "inbox_finished_idx" ON "inbox"("finished_at") WHERE (state <> 'pending');

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_key" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_pending_idx" ON "outbox"("urgency", "id") WHERE (state = 'pending');

-- CreateIndex
CREATE INDEX "outbox_lane_idx" ON "outbox"("lane", "id") WHERE (state = 'pending');

-- CreateIndex
CREATE INDEX "outbox_finished_idx" ON "outbox"("finished_at") WHERE (state <> 'pending');

-- CreateIndex
CREATE INDEX "audit_subject_id_idx" ON "audit"("subject", "id");

-- CreateIndex
CREATE INDEX "audit_actor_id_idx" ON "audit"("actor", "id");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE UNIQUE INDEX "playbook_version_hash_key" ON "playbook_version"("hash");

-- CreateIndex
CREATE INDEX "mirror_record_crm_company_id_idx" ON "mirror_record"("crm", "company_id");

-- CreateIndex
CREATE INDEX "crm_user_email_idx" ON "crm_user"("email");

-- CreateIndex
CREATE INDEX "person_email_idx" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "lead_email_key" ON "lead"("email");

-- CreateIndex
CREATE INDEX "lead_state_changed_at_idx" ON "lead"("state", "changed_at");

-- CreateIndex
CREATE INDEX "lead_claimed_by_state_idx" ON "lead"("claimed_by", "state");

-- CreateIndex
CREATE INDEX "lead_seen_at_idx" ON "lead"("seen_at");

-- CreateIndex
CREATE INDEX "lead_hold_idx" ON "lead"("hold_id") WHERE (hold_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_late_idx" ON "lead"("created_at") WHERE (standing = 'late');

-- CreateIndex
CREATE INDEX "lead_ref_lead_id_idx" ON "lead_ref"("lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_event_key_key" ON "lead_event"("key");

-- CreateIndex
CREATE INDEX "lead_event_subject_id_idx" ON "lead_event"("subject", "id");

-- CreateIndex
CREATE INDEX "rule_firing_subject_idx" ON "rule_firing"("subject");

-- CreateIndex
CREATE INDEX "routing_decision_lead_id_idx" ON "routing_decision"("lead_id");

-- CreateIndex
CREATE INDEX "claim_lead_id_at_idx" ON "claim"("lead_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "import_hold_one_open" ON "import_hold"("state") WHERE (state = 'open');

-- AddForeignKey
ALTER TABLE "lead_ref" ADD CONSTRAINT "lead_ref_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_write" ADD CONSTRAINT "claim_write_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
