-- CreateTable
CREATE TABLE "pause" (
    "id" SERIAL NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "paused_by" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3) NOT NULL,
    "resumed_by" TEXT,
    "resumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dry_run" (
    "id" SERIAL NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "dry_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_delay" (
    "lead_id" UUID NOT NULL,
    "crm" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lead_delay_pkey" PRIMARY KEY ("lead_id","crm")
);

-- CreateIndex
CREATE UNIQUE INDEX "pause_one_open" ON "pause"("state") WHERE (state = 'open');

-- CreateIndex
CREATE UNIQUE INDEX "dry_run_one_open" ON "dry_run"("state") WHERE (state = 'open');
