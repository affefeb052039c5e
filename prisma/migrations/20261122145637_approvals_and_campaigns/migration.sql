-- CreateTable
CREATE TABLE "slack_group" (
    "handle" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "members" TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_group_pkey" PRIMARY KEY ("handle")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" SERIAL NOT NULL,
    "gate" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "requested_by" TEXT,
    "rule" TEXT,
    "policy" JSONB NOT NULL,
    "playbook_version" INTEGER NOT NULL,
    "effect" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "revised_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "because" TEXT,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_revision" (
    "approval_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "outcome_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_revision_pkey" PRIMARY KEY ("approval_id","revision")
);

-- CreateTable
CREATE TABLE "approval_vote" (
    "id" BIGSERIAL NOT NULL,
    "approval_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "verdict" TEXT NOT NULL,
    "comment" TEXT,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recalled_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_vote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_seat" (
    "approval_id" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "person" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "approval_seat_pkey" PRIMARY KEY ("approval_id","step","person","seat")
);

-- CreateTable
CREATE TABLE "approval_card" (
    "approval_id" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "channel" TEXT,
    "ts" TEXT,
    "hash" TEXT,

    CONSTRAINT "approval_card_pkey" PRIMARY KEY ("approval_id","place")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" SERIAL NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "home_view" (
    "person" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT,

    CONSTRAINT "home_view_pkey" PRIMARY KEY ("person")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "crms" TEXT[],
    "owner" TEXT,
    "starts_on" DATE,
    "ends_on" DATE,
    "budget" DECIMAL(18,4),
    "currency" TEXT NOT NULL,
    "audience" TEXT,
    "audience_size" INTEGER,
    "suppression_list" TEXT,
    "content_url" TEXT,
    "utm" JSONB NOT NULL,
    "goals" TEXT,
    "state" TEXT NOT NULL,
    "approval_id" INTEGER,
    "notice" TEXT,
    "adopted_from" TEXT,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "launch_asked_at" TIMESTAMPTZ(3),
    "launched_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "card_channel" TEXT,
    "card_ts" TEXT,
    "card_hash" TEXT,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_record" (
    "campaign_id" INTEGER NOT NULL,
    "crm" TEXT NOT NULL,
    "record_id" TEXT,
    "state" TEXT NOT NULL,
    "message" TEXT,
    "seen" JSONB,
    "seen_at" TIMESTAMPTZ(3),
    "modified_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_record_pkey" PRIMARY KEY ("campaign_id","crm")
);

-- CreateTable
CREATE TABLE "campaign_tick" (
    "campaign_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "note" TEXT,
    "by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_tick_pkey" PRIMARY KEY ("campaign_id","item")
);

-- CreateTable
CREATE TABLE "work_item" (
    "crm" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "record_name" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "submitted_by" TEXT,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "details" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "comment" TEXT,
    "decided_by" TEXT,
    "decided_in" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "notice" TEXT,
    "card_channel" TEXT,
    "card_ts" TEXT,
    "card_hash" TEXT,

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("crm","item_id")
);

-- CreateIndex
CREATE INDEX "approval_subject_id_idx" ON "approval"("subject", "id");

-- CreateIndex
CREATE INDEX "approval_requested_by_state_idx" ON "approval"("requested_by", "state");

-- CreateIndex
CREATE INDEX "approval_due_idx" ON "approval"("due_at") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "approval_one_running" ON "approval"("gate", "subject") WHERE (ended_at IS NULL AND gate <> 'action');

-- CreateIndex
CREATE INDEX "approval_vote_by_at_idx" ON "approval_vote"("by", "at");

-- CreateIndex
CREATE UNIQUE INDEX "approval_vote_once" ON "approval_vote"("approval_id", "revision", "step", "by") WHERE (recalled_at IS NULL);

-- CreateIndex
CREATE INDEX "approval_seat_person_idx" ON "approval_seat"("person");

-- CreateIndex
CREATE INDEX "delegation_from_ends_at_idx" ON "delegation"("from", "ends_at");

-- CreateIndex
CREATE INDEX "delegation_to_ends_at_idx" ON "delegation"("to", "ends_at");

-- CreateIndex
CREATE INDEX "campaign_state_changed_at_idx" ON "campaign"("state", "changed_at");

-- CreateIndex
CREATE INDEX "campaign_created_by_state_idx" ON "campaign"("created_by", "state");

-- CreateIndex
CREATE INDEX "campaign_audience_starts_on_idx" ON "campaign"("audience", "starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_record_crm_record_id_key" ON "campaign_record"("crm", "record_id");

-- CreateIndex
CREATE INDEX "work_item_person_state_idx" ON "work_item"("person", "state");

-- AddForeignKey
ALTER TABLE "approval_revision" ADD CONSTRAINT "approval_revision_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_vote" ADD CONSTRAINT "approval_vote_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_seat" ADD CONSTRAINT "approval_seat_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_card" ADD CONSTRAINT "approval_card_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_record" ADD CONSTRAINT "campaign_record_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_tick" ADD CONSTRAINT "campaign_tick_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
