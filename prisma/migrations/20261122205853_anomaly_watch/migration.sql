-- CreateTable
CREATE TABLE "watch" (
    "id" SERIAL NOT NULL,
    "question" TEXT NOT NULL,
    "by" TEXT,
    "channel" TEXT NOT NULL,
    "sensitivity" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "threshold" JSONB,
    "assignee" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch_progress" (
    "watch" TEXT NOT NULL,
    "through" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "watch_progress_pkey" PRIMARY KEY ("watch")
);

-- CreateTable
CREATE TABLE "watch_series" (
    "watch" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "state" JSONB,
    "shift" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "watch_series_pkey" PRIMARY KEY ("watch","series")
);

-- CreateTable
CREATE TABLE "watch_evaluation" (
    "watch" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "look" INTEGER NOT NULL,
    "value" DOUBLE PRECISION,
    "numerator" DOUBLE PRECISION,
    "denominator" DOUBLE PRECISION,
    "expected" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "probability" DOUBLE PRECISION NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "direction" TEXT,
    "because" TEXT,
    "since" TEXT,
    "flagged" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_evaluation_pkey" PRIMARY KEY ("watch","series","day","look")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" SERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "channel_name" TEXT NOT NULL,
    "since" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "signals" JSONB NOT NULL,
    "watches" TEXT[],
    "causes" JSONB NOT NULL,
    "everywhere" BOOLEAN NOT NULL DEFAULT false,
    "fault" TEXT,
    "nearby" TEXT[],
    "assignee" TEXT,
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "snoozed_until" TIMESTAMPTZ(3),
    "verdict" TEXT,
    "judged_by" TEXT,
    "digested" BOOLEAN NOT NULL DEFAULT false,
    "told" JSONB,
    "card_channel" TEXT,
    "card_ts" TEXT,
    "card_hash" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_telling" (
    "id" SERIAL NOT NULL,
    "channel_name" TEXT NOT NULL,
    "incident_id" INTEGER,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_telling_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_event" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "every_year" BOOLEAN NOT NULL,
    "metrics" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "known_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_state_idx" ON "incident"("state");

-- CreateIndex
CREATE INDEX "incident_opened_at_idx" ON "incident"("opened_at");

-- CreateIndex
CREATE INDEX "incident_telling_channel_name_at_idx" ON "incident_telling"("channel_name", "at");

-- AddForeignKey
ALTER TABLE "incident_telling" ADD CONSTRAINT "incident_telling_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;
