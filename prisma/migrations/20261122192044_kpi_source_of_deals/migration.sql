-- CreateIndex
CREATE INDEX "prospect_source_of_idx" ON "prospect"("id", "source");
