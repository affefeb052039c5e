-- CreateTable
CREATE TABLE "deal_person" (
    "deal_id" INTEGER NOT NULL,
    "person" TEXT NOT NULL,
    "prospect_id" INTEGER,
    "position" INTEGER NOT NULL,

    CONSTRAINT "deal_person_pkey" PRIMARY KEY ("deal_id","person")
);

-- CreateTable
CREATE TABLE "history_state" (
    "id" INTEGER NOT NULL,
    "rules_hash" TEXT,
    "new_hash" TEXT,
    "step" TEXT,
    "after" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "history_state_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deal_person_person_idx" ON "deal_person"("person");

-- CreateIndex
CREATE INDEX "deal_person_prospect_id_idx" ON "deal_person"("prospect_id");

-- CreateIndex
CREATE INDEX "activity_people_idx" ON "activity" USING GIN ("people");

-- CreateIndex
CREATE INDEX "deal_crm_company_id_idx" ON "deal"("crm", "company_id");

-- CreateIndex
CREATE INDEX "deal_crm_campaign_ref_idx" ON "deal"("crm", "campaign_ref");

-- CreateIndex
CREATE INDEX "deal_twin_idx" ON "deal"("twin");

-- CreateIndex
CREATE INDEX "person_record_company_idx" ON "person_record"("crm", "company_id") WHERE (company_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "person_record_campaign_idx" ON "person_record"("crm", "campaign_id") WHERE (campaign_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "person_record_converted_idx" ON "person_record"("crm", "converted_deal_id") WHERE (converted_deal_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "person_record_twins_idx" ON "person_record" USING GIN ("twins") WHERE (twins <> '{}');

-- CreateIndex
CREATE INDEX "subscription_crm_company_id_idx" ON "subscription"("crm", "company_id");

-- CreateIndex
CREATE INDEX "touch_unlinked_idx" ON "touch"("person") WHERE (prospect_id IS NULL);

-- CreateIndex
CREATE INDEX "touch_campaignless_idx" ON "touch"("crm", "campaign_ref") WHERE (campaign_id IS NULL AND campaign_ref IS NOT NULL);
