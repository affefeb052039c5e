-- DropIndex
DROP INDEX "approval_one_running";

-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "launch" TEXT NOT NULL DEFAULT 'at_once';

-- CreateIndex
CREATE UNIQUE INDEX "approval_one_running" ON "approval"("gate", "subject") WHERE (state IN ('pending', 'changes_requested', 'approved') AND gate <> 'action');
