-- CreateTable
CREATE TABLE "crm_company" (
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "name" TEXT,
    "domain" TEXT,
    "industry" TEXT,
    "employees" INTEGER,
    "country" TEXT,
    "owner_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "crm_company_pkey" PRIMARY KEY ("crm","record_id")
);

-- CreateTable
CREATE TABLE "crm_campaign" (
    "id" SERIAL NOT NULL,
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "channel" TEXT,
    "status" TEXT,
    "starts_on" DATE,
    "ends_on" DATE,
    "budget" DECIMAL(18,4),
    "spend" DECIMAL(18,4),
    "currency" TEXT,
    "owner_id" TEXT,
    "twin_of" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "crm_campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_record" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "prospect_id" INTEGER,
    "email" TEXT,
    "name" TEXT,
    "title" TEXT,
    "phone" TEXT,
    "owner_id" TEXT,
    "company_id" TEXT,
    "company_name" TEXT,
    "country" TEXT,
    "industry" TEXT,
    "employees" INTEGER,
    "source" TEXT,
    "source_detail" TEXT,
    "campaign_id" TEXT,
    "stage" TEXT,
    "status" TEXT,
    "marketable" BOOLEAN,
    "opted_out" BOOLEAN,
    "bounced" BOOLEAN,
    "first_touched_at" TIMESTAMPTZ(3),
    "converted_at" TIMESTAMPTZ(3),
    "converted_contact_id" TEXT,
    "converted_deal_id" TEXT,
    "twins" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "person_record_pkey" PRIMARY KEY ("crm","object","record_id")
);

-- CreateTable
CREATE TABLE "prospect" (
    "id" SERIAL NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "crm" TEXT NOT NULL,
    "company_key" TEXT,
    "company_name" TEXT,
    "country" TEXT,
    "industry" TEXT,
    "employees" INTEGER,
    "source" TEXT,
    "campaign_id" INTEGER,
    "owner" TEXT,
    "stage" TEXT,
    "status" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "lead_at" TIMESTAMPTZ(3),
    "mql_at" TIMESTAMPTZ(3),
    "sql_at" TIMESTAMPTZ(3),
    "opportunity_at" TIMESTAMPTZ(3),
    "customer_at" TIMESTAMPTZ(3),
    "assigned_at" TIMESTAMPTZ(3),
    "first_touched_at" TIMESTAMPTZ(3),
    "marketable" BOOLEAN NOT NULL DEFAULT false,
    "opted_out" BOOLEAN NOT NULL DEFAULT false,
    "bounced" BOOLEAN NOT NULL DEFAULT false,
    "filled" INTEGER NOT NULL DEFAULT 0,
    "valid" INTEGER NOT NULL DEFAULT 0,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "prospect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deal" (
    "id" SERIAL NOT NULL,
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT,
    "owner" TEXT,
    "company_id" TEXT,
    "company_key" TEXT,
    "prospect_id" INTEGER,
    "people" TEXT[],
    "country" TEXT,
    "employees" INTEGER,
    "stage" TEXT,
    "pipeline" TEXT,
    "product" TEXT,
    "sale" TEXT,
    "amount" DECIMAL(18,4),
    "currency" TEXT,
    "created_value" DECIMAL(18,4),
    "closed_value" DECIMAL(18,4),
    "close_date" DATE,
    "closed_at" TIMESTAMPTZ(3),
    "closed" BOOLEAN NOT NULL,
    "won" BOOLEAN NOT NULL,
    "forecast" TEXT,
    "source" TEXT,
    "campaign_ref" TEXT,
    "campaign_id" INTEGER,
    "twin" TEXT,
    "twin_of" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "deal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_change" (
    "crm" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" TEXT,
    "observed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "record_change_pkey" PRIMARY KEY ("crm","object","record_id","field","at")
);

-- CreateTable
CREATE TABLE "touch" (
    "id" BIGSERIAL NOT NULL,
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "prospect_id" INTEGER,
    "campaign_ref" TEXT,
    "campaign_id" INTEGER,
    "channel" TEXT,
    "source" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "touch" TEXT NOT NULL,
    "responded" BOOLEAN NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "touch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "touch_credit" (
    "deal_id" INTEGER NOT NULL,
    "touch_id" BIGINT NOT NULL,
    "campaign_id" INTEGER,
    "channel" TEXT,
    "source" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "first_touch" DOUBLE PRECISION NOT NULL,
    "last_touch" DOUBLE PRECISION NOT NULL,
    "linear" DOUBLE PRECISION NOT NULL,
    "u_shaped" DOUBLE PRECISION NOT NULL,
    "w_shaped" DOUBLE PRECISION NOT NULL,
    "time_decay" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "touch_credit_pkey" PRIMARY KEY ("deal_id","touch_id")
);

-- CreateTable
CREATE TABLE "activity" (
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "activity" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" TEXT,
    "people" TEXT[],
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("crm","record_id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "company_id" TEXT,
    "company_key" TEXT,
    "product" TEXT,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "monthly" DECIMAL(18,4) NOT NULL,
    "currency" TEXT,
    "value" DECIMAL(18,4),
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("crm","record_id")
);

-- CreateTable
CREATE TABLE "content_day" (
    "crm" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT,
    "segment" TEXT,
    "day" DATE NOT NULL,
    "views" INTEGER NOT NULL,
    "conversions" INTEGER NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "content_day_pkey" PRIMARY KEY ("crm","record_id")
);

-- CreateTable
CREATE TABLE "cost" (
    "id" SERIAL NOT NULL,
    "origin" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "department" TEXT NOT NULL DEFAULT 'marketing',
    "category" TEXT,
    "channel" TEXT,
    "source" TEXT,
    "campaign_id" INTEGER,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "amount" DECIMAL(18,4) NOT NULL,
    "currency" TEXT NOT NULL,
    "value" DECIMAL(18,4),
    "note" TEXT,
    "entered_by" TEXT,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "cost_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_sync" (
    "crm" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "cursor" TEXT,
    "follow_at" TIMESTAMPTZ(3),
    "follow_id" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "filled_at" TIMESTAMPTZ(3),
    "fresh_at" TIMESTAMPTZ(3),
    "trouble" TEXT,

    CONSTRAINT "history_sync_pkey" PRIMARY KEY ("crm","kind")
);

-- CreateTable
CREATE TABLE "history_fill" (
    "crm" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,
    "channel" TEXT,
    "ts" TEXT,
    "hash" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "history_fill_pkey" PRIMARY KEY ("crm")
);

-- CreateTable
CREATE TABLE "kpi_follow" (
    "id" SERIAL NOT NULL,
    "question" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "kpi_follow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_run" (
    "id" SERIAL NOT NULL,
    "report" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "note" TEXT,
    "content" JSONB,
    "channel" TEXT,
    "ts" TEXT,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "crm_campaign_crm_record_id_key" ON "crm_campaign"("crm", "record_id");

-- CreateIndex
CREATE INDEX "person_record_prospect_id_idx" ON "person_record"("prospect_id");

-- CreateIndex
CREATE INDEX "person_record_email_idx" ON "person_record"("email");

-- CreateIndex
CREATE INDEX "prospect_email_idx" ON "prospect"("email");

-- CreateIndex
CREATE INDEX "prospect_lead_at_idx" ON "prospect"("lead_at");

-- CreateIndex
CREATE INDEX "prospect_mql_at_idx" ON "prospect"("mql_at");

-- CreateIndex
CREATE INDEX "prospect_sql_at_idx" ON "prospect"("sql_at");

-- CreateIndex
CREATE INDEX "prospect_opportunity_at_idx" ON "prospect"("opportunity_at");

-- CreateIndex
CREATE INDEX "prospect_customer_at_idx" ON "prospect"("customer_at");

-- CreateIndex
CREATE INDEX "prospect_company_key_idx" ON "prospect"("company_key");

-- CreateIndex
CREATE INDEX "deal_created_at_idx" ON "deal"("created_at");

-- CreateIndex
CREATE INDEX "deal_closed_at_idx" ON "deal"("closed_at");

-- CreateIndex
CREATE INDEX "deal_prospect_id_idx" ON "deal"("prospect_id");

-- CreateIndex
CREATE UNIQUE INDEX "deal_crm_record_id_key" ON "deal"("crm", "record_id");

-- CreateIndex
CREATE INDEX "touch_prospect_id_at_idx" ON "touch"("prospect_id", "at");

-- CreateIndex
CREATE INDEX "touch_campaign_id_idx" ON "touch"("campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "touch_crm_record_id_key" ON "touch"("crm", "record_id");

-- CreateIndex
CREATE INDEX "subscription_company_key_idx" ON "subscription"("company_key");

-- CreateIndex
CREATE INDEX "content_day_day_idx" ON "content_day"("day");

-- CreateIndex
CREATE UNIQUE INDEX "cost_key_key" ON "cost"("key");

-- CreateIndex
CREATE INDEX "cost_from_day_to_day_idx" ON "cost"("from_day", "to_day");

-- CreateIndex
CREATE INDEX "kpi_follow_created_by_idx" ON "kpi_follow"("created_by");

-- CreateIndex
CREATE UNIQUE INDEX "report_run_report_due_at_key" ON "report_run"("report", "due_at");
