// Every environment variable, as data: what it is for, what it defaults to, where to get it. Reads nothing.

type SettingGroup = 'Slack' | 'HubSpot' | 'Salesforce' | 'Database' | 'App';

export interface Setting {
  readonly group: SettingGroup;
  /** What it does, in a sentence or two for `.env.example` and for errors about it. */
  readonly about: string;
  /** Where a person finds the value; null where one simply chooses. */
  readonly from: string | null;
  readonly default: string | null;
  /** Shown in `.env.example` where there is no default. */
  readonly example: string | null;
}

export const SETTINGS = {
  SLACK_BOT_TOKEN: {
    group: 'Slack',
    about: 'What the app speaks to Slack with.',
    from: 'api.slack.com/apps > your app > OAuth & Permissions > Bot User OAuth Token',
    default: null,
    example: 'xoxb-...',
  },
  SLACK_SIGNING_SECRET: {
    group: 'Slack',
    about: 'Proves that requests to POST /slack/events come from Slack. Not needed with SLACK_APP_TOKEN.',
    from: 'api.slack.com/apps > your app > Basic Information > Signing Secret',
    default: null,
    example: '0123456789abcdef...',
  },
  SLACK_APP_TOKEN: {
    group: 'Slack',
    about: 'Set: Socket Mode, so no public address is needed for Slack.',
    from: 'api.slack.com/apps > your app > Basic Information > App-Level Tokens, scope connections:write',
    default: null,
    example: 'xapp-...',
  },
  SLACK_API_URL: {
    group: 'Slack',
    about: 'Base of the Web API.',
    from: null,
    default: 'https://slack.com/api/',
    example: null,
  },
  HUBSPOT_ACCESS_TOKEN: {
    group: 'HubSpot',
    about: 'Set: HubSpot is connected.',
    from: 'HubSpot > Development > Legacy apps > your private app > Auth',
    default: null,
    example: 'pat-eu1-...',
  },
  HUBSPOT_CLIENT_SECRET: {
    group: 'HubSpot',
    about: 'Proves that webhooks come from HubSpot. Without it webhooks are refused and the poller finds changes.',
    from: 'HubSpot > Development > Legacy apps > your private app > Auth > Client secret',
    default: null,
    example: '01234567-89ab-...',
  },
  HUBSPOT_BASE_URL: {
    group: 'HubSpot',
    about: 'Base of the API.',
    from: null,
    default: 'https://api.hubapi.com',
    example: null,
  },
  SALESFORCE_LOGIN_URL: {
    group: 'Salesforce',
    about: 'Where tokens are issued. A client secret works only at the org’s own My Domain address.',
    from: 'Salesforce > Setup > My Domain',
    default: null,
    example: 'https://acme.my.salesforce.com',
  },
  SALESFORCE_CLIENT_ID: {
    group: 'Salesforce',
    about: 'Consumer key of the external client app. Set: Salesforce is connected.',
    from: 'Salesforce > Setup > External Client App Manager > your app > OAuth Settings > Consumer Key and Secret',
    default: null,
    example: '3MVG9...',
  },
  SALESFORCE_CLIENT_SECRET: {
    group: 'Salesforce',
    about: 'For the client credentials flow: everything is done by the flow’s run-as user.',
    from: 'Salesforce > Setup > External Client App Manager > your app > OAuth Settings > Consumer Key and Secret',
    default: null,
    example: '1955279925675241571...',
  },
  SALESFORCE_USERNAME: {
    group: 'Salesforce',
    about: 'For the JWT bearer flow, together with SALESFORCE_PRIVATE_KEY and instead of SALESFORCE_CLIENT_SECRET.',
    from: 'Salesforce > Setup > Users: the user that the app acts as',
    default: null,
    example: 'signalbox@acme.test',
  },
  SALESFORCE_PRIVATE_KEY: {
    group: 'Salesforce',
    about: 'The private key as PEM (line ends may be written as \\n), or the path of its file.',
    from: 'the key whose certificate was uploaded to the external client app',
    default: null,
    example: './salesforce.key',
  },
  SALESFORCE_WEBHOOK_SECRET: {
    group: 'Salesforce',
    about:
      'Shared with what pushes into POST /webhooks/salesforce. Without it pushes are refused and the poller finds changes.',
    from: null,
    default: null,
    example: 'a long random text',
  },
  DATABASE_URL: {
    group: 'Database',
    about: 'A PostgreSQL of yours. Not set: the app runs its own server in DATA_DIR.',
    from: null,
    default: null,
    example: 'postgresql://signalbox:password@localhost:5432/signalbox',
  },
  DATA_DIR: {
    group: 'Database',
    about: 'Folder of the embedded database. The sandbox keeps to its own folder in it.',
    from: null,
    default: './data',
    example: null,
  },
  PLAYBOOK: {
    group: 'App',
    about: 'The file with teams, rules and channels.',
    from: null,
    default: './playbook.yaml',
    example: null,
  },
  PORT: {
    group: 'App',
    about: 'Port that the app listens on; 0 takes any free one.',
    from: null,
    default: '3000',
    example: null,
  },
  HOST: {
    group: 'App',
    about: 'Address that the app listens on; 0.0.0.0 for all.',
    from: null,
    default: '127.0.0.1',
    example: null,
  },
  SANDBOX_PORT: {
    group: 'App',
    about: 'Port of the sandbox’s page, or the next free one; 0 takes any. It listens on this machine alone.',
    from: null,
    default: '3030',
    example: null,
  },
  PUBLIC_URL: {
    group: 'App',
    about: 'The address that Slack and HubSpot reach the app at. HubSpot signs it, so set it behind a proxy.',
    from: null,
    default: null,
    example: 'https://signalbox.acme.test',
  },
  API_TOKEN: {
    group: 'App',
    about:
      'Set: GET /api/kpi answers whoever sends this as a Bearer token; they see every number. At least 24 characters.',
    from: null,
    default: null,
    example: 'a long random text',
  },
  DRY_RUN: {
    group: 'App',
    about:
      'true: everything is read and decided, nothing is written to a CRM or announced; the audit log says what would have been.',
    from: null,
    default: 'false',
    example: null,
  },
  LINK_CHECK_PRIVATE: {
    group: 'App',
    about:
      'true: links of campaigns may lead to addresses inside your own network, which Signalbox then asks whether they answer.',
    from: null,
    default: 'false',
    example: null,
  },
  LOG_LEVEL: {
    group: 'App',
    about: 'debug, info, warn, error or silent.',
    from: null,
    default: 'info',
    example: null,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** Whether this setting alone means that this is no sandbox. */
export function isReal(name: SettingName): boolean {
  return name === 'DATABASE_URL' || SETTINGS[name].group === 'Slack' || isCrm(name);
}

export function isCrm(name: SettingName): boolean {
  const { group } = SETTINGS[name];
  return group === 'HubSpot' || group === 'Salesforce';
}

/** Where a person finds the value; what it is for where one simply chooses. */
export function whereToFind(name: SettingName): string {
  const { from, about }: Setting = SETTINGS[name];
  return from === null ? about : `find it in ${from}`;
}

const INTRODUCTION = [
  '# Copy to .env and fill in. With none of the Slack, CRM and DATABASE_URL settings the app runs its sandbox.',
  '# One CRM alone is enough. A value after a commented name is an example or the default.',
];

/** `.env.example`, from the table. */
export function renderEnvExample(): string {
  const lines = [...INTRODUCTION];
  let group: SettingGroup | null = null;
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    if (setting.group !== group) lines.push('', `# ${setting.group}`);
    group = setting.group;
    lines.push('', `# ${setting.about}`);
    if (setting.from !== null) lines.push(`# Found in ${setting.from}`);
    lines.push(`# ${name}=${setting.default ?? setting.example ?? ''}`);
  }
  return `${lines.join('\n')}\n`;
}
