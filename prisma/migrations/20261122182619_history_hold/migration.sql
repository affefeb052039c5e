-- CreateTable
CREATE TABLE "history_hold" (
    "crm" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_hold_pkey" PRIMARY KEY ("crm")
);
