-- CreateIndex
CREATE INDEX "prospect_assigned_at_idx" ON "prospect"("assigned_at", "source", "country", "owner", "employees", "campaign_id", "crm", "first_touched_at") WHERE (assigned_at IS NOT NULL AND NOT gone);
