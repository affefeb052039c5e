-- AlterTable
ALTER TABLE "thread_line" ADD COLUMN     "lead_id" UUID NOT NULL;
