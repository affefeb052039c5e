-- AlterTable
ALTER TABLE "person" ADD COLUMN     "away" BOOLEAN NOT NULL DEFAULT false;
