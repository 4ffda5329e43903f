/**
 * The names of the private collections, made from MSP ids: here and nowhere else. What the organisations agreed on with
 * the chaincode's definition says which of them exist, and so who is a merchant and who an auditor.
 */

/** The collection of a merchant's own business figures; no other organisation holds them. */
export const figuresCollection = (mspId: string): string => `figures-${mspId}`;

/** The collection of two merchants' commercial terms, the same in whichever order they are named. */
export const termsCollection = (mspId: string, counterparty: string): string =>
  `terms-${[mspId, counterparty].sort().join('-')}`;

/**
 * The collection of what merchants disclose to an auditing organisation: their clients write to it, and its own read it.
 * It is not the implicit collection that Fabric gives every organisation: the peer of such a one delivers its rows to any
 * client that asks for events with private data.
 */
export const disclosuresCollection = (mspId: string): string => `disclosures-${mspId}`;

/** A collection that holds nothing: that the definition has it says who founds the consortium, and how it decides. */
export const foundingCollection = (foundingHash: string): string => `founding-${foundingHash}`;

/** The collection of what a regulating organisation is told of reasons. Who has one is a regulator. */
export const regulatorCollection = (mspId: string): string => `regulator-${mspId}`;

/** What members say of proposals; all of them hold it. */
export const REASONINGS_COLLECTION = 'reasonings';

/** The collection of what a merchant is told of the reasons of orders. */
export const reasonsCollection = (mspId: string): string => `reasons-${mspId}`;
