-- DropIndex
DROP INDEX "activity_people_idx";

-- DropIndex
DROP INDEX "deal_unnamed_owner_idx";

-- DropIndex
DROP INDEX "prospect_unnamed_owner_idx";

-- CreateTable
CREATE TABLE "activity_person" (
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_person_pkey" PRIMARY KEY ("crm","record_id","person")
);

-- CreateIndex
CREATE INDEX "activity_person_person_at_idx" ON "activity_person"("person", "at");

-- CreateIndex
CREATE INDEX "deal_unnamed_owner_idx" ON "deal"("owner") WHERE (owner LIKE '%:%');

-- CreateIndex
CREATE INDEX "prospect_unnamed_owner_idx" ON "prospect"("owner") WHERE (owner LIKE '%:%');
