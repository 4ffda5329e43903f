/** What policies are evaluated over: who is said to have signed which bytes (Fabric: `protoutil.SignedData`). */
export interface SignedData {
  /** The bytes the signature covers. */
  readonly data: Uint8Array;
  /** The signer's SerializedIdentity. */
  readonly identity: Uint8Array;
  /** DER ECDSA signature. */
  readonly signature: Uint8Array;
}
