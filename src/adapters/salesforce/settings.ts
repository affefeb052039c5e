// How this installation signs in to Salesforce. Values come from config.ts; nothing here reads the environment.

type SalesforceGrant =
  /** The OAuth client-credentials flow of an external client app. */
  | { readonly kind: 'client_credentials'; readonly clientSecret: string }
  /** The JWT bearer flow: `privateKey` is the PEM whose certificate the app carries. */
  | { readonly kind: 'jwt'; readonly username: string; readonly privateKey: string };

export interface SalesforceSettings {
  /** My Domain address, for example https://acme.my.salesforce.com. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly grant: SalesforceGrant;
}
