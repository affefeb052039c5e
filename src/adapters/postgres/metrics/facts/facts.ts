// Every kind of rows that can be counted; what their names mean is in features/metrics/facts.ts.
import type { Fact } from '#features/metrics/metric.ts';
import type { FactSql } from '../fact.ts';
import { assignment } from './assignment.ts';
import { campaign } from './campaign.ts';
import { content } from './content.ts';
import { cost } from './cost.ts';
import { credit } from './credit.ts';
import { deal } from './deal.ts';
import { forecast } from './forecast.ts';
import { crmRead, run, step } from './log.ts';
import { plan } from './plan.ts';
import { prospect } from './prospect.ts';
import { company, record } from './record.ts';
import { routing } from './routing.ts';
import { subscription } from './subscription.ts';
import { touch } from './touch.ts';

const FACT_SQL: Readonly<Record<Fact, FactSql>> = {
  prospect,
  deal,
  credit,
  touch,
  cost,
  campaign,
  assignment,
  routing,
  subscription,
  content,
  plan,
  crm_read: crmRead,
  run,
  step,
  record,
  company,
  forecast,
};

export function factOf(fact: Fact): FactSql {
  return FACT_SQL[fact];
}
