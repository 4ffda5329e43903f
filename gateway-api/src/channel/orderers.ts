/** The channel's orderers, as a gateway sees them. */

export interface OrdererBlock {
  /** Its organisation, a colon, its number; where orderers have no numbers, its address. */
  readonly orderer: string;
  readonly mspId: string;
  /** `host:port` */
  readonly endpoint: string;
  /** Whether the configuration has it among those that order; true where it does not say (Raft). */
  readonly isConsenter: boolean;
  /** The newest block that it has; undefined while it gives no answer. */
  readonly block: number | undefined;
}

export interface Orderers {
  /** The channel's configuration is another one from now on. */
  changed?(): void;
  /** All that the channel's configuration names, asked at once. @throws Error while the configuration cannot be read */
  newest(): Promise<readonly OrdererBlock[]>;
  close(): void;
}
