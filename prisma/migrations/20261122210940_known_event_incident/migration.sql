-- AlterTable
ALTER TABLE "known_event" ADD COLUMN     "incident_id" INTEGER;

-- CreateTable
CREATE TABLE "watch_reset" (
    "watch" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_reset_pkey" PRIMARY KEY ("watch")
);

-- AddForeignKey
ALTER TABLE "known_event" ADD CONSTRAINT "known_event_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;
