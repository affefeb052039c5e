-- AlterTable
ALTER TABLE "crm_company" ADD COLUMN     "company_key" TEXT;

-- AlterTable
ALTER TABLE "person_record" ADD COLUMN     "company_key" TEXT;
