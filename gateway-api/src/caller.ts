/** Who sends a request. */
import type { Role } from '@commonpoint/catalogue';

/** Who is asking: one API key of the gateway's own organisation. */
export interface Caller {
  readonly organization: string;
  readonly mspId: string;
  /** The id of the API key. */
  readonly clientId: string;
  /** Chooses the Fabric identity in the wallet; the chaincode checks it again. */
  readonly role: Role;
}
