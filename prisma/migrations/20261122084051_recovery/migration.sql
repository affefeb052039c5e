-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "fault" TEXT;

-- CreateIndex
CREATE INDEX "claim_writing_idx" ON "claim"("at") WHERE (state = 'writing');

-- CreateIndex
CREATE INDEX "inbox_failed_idx" ON "inbox"("finished_at") WHERE (state = 'failed');

-- CreateIndex
CREATE INDEX "lead_uncarded_idx" ON "lead"("seen_at") WHERE (card_target IS NOT NULL AND card_ts IS NULL);

-- CreateIndex
CREATE INDEX "lead_offer_idx" ON "lead"("offer_ends_at") WHERE (state = 'offered' AND offer_ends_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "outbox_dead_idx" ON "outbox"("finished_at") WHERE (state = 'dead');

-- CreateIndex
CREATE INDEX "outbox_dead_lane_idx" ON "outbox"("lane") WHERE (state = 'dead');
