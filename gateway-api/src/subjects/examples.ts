/** Values that recur in the routes' examples. */
import type { OperationKind } from '@commonpoint/catalogue';

export const exampleAccountId = 'HarborMSP:3f2a9c51d07be846f1c2a7d95be03c18';
export const otherAccountId = 'HarborMSP:90b7e4c2f8d1365ab04e77c1d2f9a6e3';
export const exampleOperationId = 'op-4bd1c0a57e9f2836d41c5b7790aa3e1f2c8d6b05';
export const exampleTxId = '6c1f0b9e3a7d2458c1e0f4a9b7d35826e1c4fa0972bd86530ea1c79d4f2b8653';
export const exampleHash = '9f2c4b7d10e8a35c6f01d2b98e47a3c5d60b1f7e28c94a3d5b7e6f8091a2c3d4';
export const exampleTime = '2026-11-23T09:30:00.000Z';

interface Fields {
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount: string;
  readonly shortfall?: string;
  readonly reverses?: string;
}

/** A committed operation's reply. */
export function committedExample(kind: OperationKind, fields: Fields): object {
  const { accountId, ...rest } = fields;
  return {
    operationId: exampleOperationId.replace('4bd1', '77e0'),
    state: 'committed',
    kind,
    ...(kind === 'transfer' ? { fromAccountId: accountId } : { accountId }),
    ...rest,
    txId: exampleTxId,
    txTime: exampleTime,
    blockNumber: 42,
    receipt: {
      id: exampleOperationId.replace('4bd1', '77e0'),
      mspId: 'HarborMSP',
      kind,
      digest: exampleTxId.replace('6c1f', '0d4e'),
      ...fields,
      txId: exampleTxId,
      txTime: exampleTime,
    },
  };
}
