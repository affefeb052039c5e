-- By hand: UNLOGGED, which Prisma has no word for: what these two tables hold is worth nothing after a crash, and a
-- commit that writes nothing else does not wait for the disk.

-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "card_list" BIGINT,
ADD COLUMN     "card_row" INTEGER;

-- CreateTable
CREATE TABLE "card_list" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "note" TEXT,
    "size" INTEGER NOT NULL DEFAULT 0,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "ts" TEXT,
    "hash" TEXT,
    "asked" INTEGER NOT NULL DEFAULT 1,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "urgency" SMALLINT NOT NULL DEFAULT 5,
    "due_at" TIMESTAMPTZ(3),
    "trouble" TEXT,

    CONSTRAINT "card_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "thread_line" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "thread" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "message" TEXT,

    CONSTRAINT "thread_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slack_channel" (
    "name" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "resolved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_channel_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "channel_trouble" (
    "name" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_trouble_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE UNLOGGED TABLE "slack_pace" (
    "key" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "held_until" TIMESTAMPTZ(3),
    "crowded_until" TIMESTAMPTZ(3),

    CONSTRAINT "slack_pace_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE UNLOGGED TABLE "slack_slot" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "ticket" TEXT NOT NULL,
    "urgency" SMALLINT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_slot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "card_list_channel_id_idx" ON "card_list"("channel", "id");

-- CreateIndex
CREATE INDEX "card_list_due_idx" ON "card_list"("channel", "urgency", "id") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "thread_line_channel_id_idx" ON "thread_line"("channel", "id");

-- CreateIndex
CREATE INDEX "thread_line_thread_id_idx" ON "thread_line"("thread", "id");

-- CreateIndex
CREATE INDEX "slack_slot_key_urgency_id_idx" ON "slack_slot"("key", "urgency", "id");

-- CreateIndex
CREATE UNIQUE INDEX "slack_slot_key_ticket_key" ON "slack_slot"("key", "ticket");

-- CreateIndex
CREATE INDEX "lead_card_list_idx" ON "lead"("card_list", "card_row") WHERE (card_list IS NOT NULL);
