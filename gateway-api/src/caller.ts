/** Who sends a request. */
import type { Role } from '@commonpoint/catalogue';

/** Who is asking: by one API key of the gateway's own organisation. */
export interface Caller {
  readonly organization: string;
  readonly mspId: string;
  /** Whose key it is: a till, a server. Keys that replace each other are one client's. */
  readonly clientId: string;
  /** The id of the API key; what the gateway does by itself has none. */
  readonly keyId?: string | undefined;
  /** Of somebody that signed in: when it last showed who it is, in milliseconds. */
  readonly authenticatedAt?: number | undefined;
  /** Chooses the Fabric identity in the wallet; the chaincode checks it again. */
  readonly role: Role;
}
