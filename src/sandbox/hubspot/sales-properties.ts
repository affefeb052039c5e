// The standard properties of deals, tasks and campaigns. Data, no behaviour.
import { property, set, SOURCES, when, YES_NO } from './properties.ts';

const CURRENCIES = { EUR: 'Euro', USD: 'US Dollar', GBP: 'British Pound' };

export const deals = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('dealname', 'Deal Name'),
  property('amount', 'Amount', { type: 'number' }),
  property('deal_currency_code', 'Currency', { type: 'enumeration', options: CURRENCIES }),
  property('pipeline', 'Pipeline', { type: 'enumeration' }),
  property('dealstage', 'Deal Stage', { type: 'enumeration' }),
  property('closedate', 'Close Date', { type: 'datetime' }),
  property('description', 'Deal Description'),
  property('dealtype', 'Deal Type', {
    type: 'enumeration',
    options: { newbusiness: 'New Business', existingbusiness: 'Existing Business' },
  }),
  property('hs_is_closed_won', 'Is Closed Won', { type: 'bool', options: YES_NO, ...set }),
  property('hs_is_closed_lost', 'Is Closed Lost', { type: 'bool', options: YES_NO, ...set }),
  property('hs_is_closed', 'Is Deal Closed?', { type: 'bool', options: YES_NO, ...set }),
  property('hs_deal_stage_probability', 'Deal probability', { type: 'number', ...set }),
  property('hs_manual_forecast_category', 'Forecast category', {
    type: 'enumeration',
    options: {
      OMIT: 'Not forecasted',
      PIPELINE: 'Pipeline',
      BEST_CASE: 'Best case',
      COMMIT: 'Commit',
      CLOSED: 'Closed won',
    },
  }),
  property('hs_analytics_source', 'Original Traffic Source', { type: 'enumeration', options: SOURCES }),
  property('hs_merged_object_ids', 'Merged record IDs', set),
  // Made by revenue analytics and by the Salesforce integration; not every account has them.
  property('recurring_revenue_amount', 'Recurring revenue amount', { type: 'number' }),
  property('recurring_revenue_deal_type', 'Recurring revenue deal type', {
    type: 'enumeration',
    options: { NEW_BUSINESS: 'New business', RENEWAL: 'Renewal', UPGRADE: 'Upgrade', DOWNGRADE: 'Downgrade' },
  }),
  property('recurring_revenue_inactive_date', 'Recurring revenue inactive date', { type: 'datetime' }),
  property('hs_salesforceopportunityid', 'Salesforce Opportunity ID'),
  property('hubspot_owner_id', 'Deal owner', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

export const tasks = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('hs_createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('hs_timestamp', 'Due date', { type: 'datetime' }),
  property('hs_task_subject', 'Task Title'),
  property('hs_task_body', 'Task Notes'),
  property('hs_task_status', 'Task Status', {
    type: 'enumeration',
    options: { NOT_STARTED: 'Not started', IN_PROGRESS: 'In progress', WAITING: 'Waiting', COMPLETED: 'Completed' },
  }),
  property('hs_task_priority', 'Priority', {
    type: 'enumeration',
    options: { NONE: 'None', LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' },
  }),
  property('hs_task_completion_date', 'Completed at', when),
  property('hs_task_type', 'Task Type', {
    type: 'enumeration',
    options: { TODO: 'To-do', CALL: 'Call', EMAIL: 'Email' },
  }),
  property('hubspot_owner_id', 'Assigned to', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

/** Names, labels and statuses are those of the public campaigns API. Dates are calendar days. */
export const campaigns = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('hs_created_at', 'Created at', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('hs_name', 'Campaign name'),
  property('hs_start_date', 'Campaign start date', { type: 'date' }),
  property('hs_end_date', 'Campaign end date', { type: 'date' }),
  property('hs_campaign_status', 'Campaign status', {
    type: 'enumeration',
    options: {
      planned: 'Planned',
      in_progress: 'In Progress',
      active: 'Active',
      paused: 'Paused',
      completed: 'Completed',
    },
  }),
  property('hs_owner', 'Campaign owner', { type: 'enumeration' }),
  property('hs_notes', 'Campaign notes'),
  property('hs_audience', 'Campaign audience'),
  property('hs_currency_code', 'Currency code', { type: 'enumeration', options: CURRENCIES }),
  property('hs_budget_items_sum_amount', 'Campaign budget total', { type: 'number', ...set }),
  property('hs_spend_items_sum_amount', 'Campaign spend total', { type: 'number', ...set }),
  property('hs_utm', 'Campaign UTM'),
  property('hs_color_hex', 'Campaign color'),
];
