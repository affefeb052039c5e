-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "launch" TEXT NOT NULL DEFAULT 'at_once';
