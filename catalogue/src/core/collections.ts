/**
 * The names of the private collections, made from MSP ids: here and nowhere else. `collections_config.json` defines
 * them; a test holds the two against each other.
 */

/** The organisation that watches and takes no part. Figures are disclosed to it. */
export const AUDITOR_MSP_ID = 'AuditorMSP';

/** `HarborMSP` is `harbor` in the names of collections. */
const slugOf = (mspId: string): string => mspId.replace(/MSP$/, '').toLowerCase();

/** The collection of a merchant's own business figures; no other organisation holds them. */
export const figuresCollection = (mspId: string): string => `figures-${slugOf(mspId)}`;

/** The collection of two merchants' commercial terms, the same in whichever order they are named. */
export const termsCollection = (mspId: string, counterparty: string): string =>
  `terms-${[slugOf(mspId), slugOf(counterparty)].sort().join('-')}`;

/**
 * The collection of what merchants disclose to an auditing organisation: their clients write to it, and its own read it.
 * It is not the implicit collection that Fabric gives every organisation: the peer of such a one delivers its rows to any
 * client that asks for events with private data.
 */
export const disclosuresCollection = (mspId: string): string => `disclosures-${slugOf(mspId)}`;
