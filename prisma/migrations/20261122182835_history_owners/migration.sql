-- CreateIndex
CREATE INDEX "deal_unnamed_owner_idx" ON "deal"("owner") WHERE (owner LIKE '%:%');

-- CreateIndex
CREATE INDEX "prospect_unnamed_owner_idx" ON "prospect"("owner") WHERE (owner LIKE '%:%');
