// The words of `/campaign`: its help, and what people type for each verb. Data only.

export const CAMPAIGN_HELP = `/campaign new - plan a campaign in a form
/campaign list [mine|waiting|live|all] [words] - campaigns, newest first
/campaign show ID - one campaign with everything
/campaign edit ID - change its plan
/campaign submit ID - ask for its approval
/campaign launch ID - send it live once it is approved
/campaign pause ID [reason] - stop it for now, in every CRM
/campaign resume ID - go on with a paused one
/campaign close ID - end it in order
/campaign kill ID [reason] - stop it at once, in every CRM; to go on it needs a new approval
/campaign tick ID [ITEM] - tick off what a person has to check
/campaign approve ID [comment] - say yes; with several ids to several small ones
/campaign reject ID reason - say no
/campaign history ID - its story in plain words
/campaign delegate @colleague until DATE - who decides for you meanwhile
/campaign delegate off - you decide yourself again
An id is C-7 or 7 for a campaign, A-12 for a request. Answers are for your eyes only.`;

/** Every verb, and what people type for it as well. */
export const VERBS: Readonly<Record<string, string>> = {
  help: 'help',
  new: 'new',
  create: 'new',
  plan: 'new',
  list: 'list',
  ls: 'list',
  mine: 'mine',
  waiting: 'waiting',
  live: 'live',
  all: 'all',
  show: 'show',
  open: 'show',
  edit: 'edit',
  change: 'edit',
  submit: 'submit',
  request: 'submit',
  launch: 'launch',
  start: 'launch',
  retry: 'launch',
  pause: 'pause',
  resume: 'resume',
  unpause: 'resume',
  close: 'close',
  end: 'close',
  kill: 'kill',
  tick: 'tick',
  untick: 'untick',
  approve: 'approve',
  reject: 'reject',
  decline: 'reject',
  history: 'history',
  story: 'history',
  delegate: 'delegate',
};
