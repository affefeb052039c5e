-- DropIndex
DROP INDEX "prospect_customer_at_idx";

-- DropIndex
DROP INDEX "prospect_mql_at_idx";

-- DropIndex
DROP INDEX "prospect_opportunity_at_idx";

-- DropIndex
DROP INDEX "prospect_sql_at_idx";

-- CreateIndex
CREATE INDEX "prospect_mql_at_idx" ON "prospect"("mql_at", "source", "country", "owner", "employees", "campaign_id", "crm", "lead_at", "sql_at", "opportunity_at", "customer_at") WHERE (mql_at IS NOT NULL AND NOT gone);

-- CreateIndex
CREATE INDEX "prospect_sql_at_idx" ON "prospect"("sql_at", "source", "country", "owner", "employees", "campaign_id", "crm", "mql_at", "opportunity_at", "customer_at") WHERE (sql_at IS NOT NULL AND NOT gone);

-- CreateIndex
CREATE INDEX "prospect_opportunity_at_idx" ON "prospect"("opportunity_at", "source", "country", "owner", "employees", "campaign_id", "crm", "sql_at", "customer_at") WHERE (opportunity_at IS NOT NULL AND NOT gone);

-- CreateIndex
CREATE INDEX "prospect_customer_at_idx" ON "prospect"("customer_at", "source", "country", "owner", "employees", "campaign_id", "crm", "lead_at", "opportunity_at") WHERE (customer_at IS NOT NULL AND NOT gone);
