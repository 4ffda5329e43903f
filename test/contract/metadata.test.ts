import { catalogue, type Transaction } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { auditor } from './consortium.js';

interface Described {
  name: string;
  description: string;
  tag: string[];
  parameters: { name: string; schema: { type: string; contentSchema: { type: string; properties: object } } }[];
  returns: { type: string; contentSchema: { type: string } };
}

async function describedTransactions(): Promise<Map<string, Described>> {
  const ledger = new LedgerStub();
  // GetMetadata takes no argument: the contract library answers it itself.
  const { status, payload } = await ledger.simulate(auditor, 'org.hyperledger.fabric:GetMetadata', []);
  expect(status).toBe(200);
  const { contracts } = JSON.parse(payload) as { contracts: Record<string, { transactions: Described[] }> };
  const own = Object.entries(contracts).filter(([name]) => name !== 'org.hyperledger.fabric');
  return new Map(own.flatMap(([contract, { transactions }]) => transactions.map((t) => [`${contract}:${t.name}`, t])));
}

test('GetMetadata describes exactly the transactions of the catalogue', async () => {
  const described = await describedTransactions();
  expect([...described.keys()].sort()).toEqual(
    Object.values(catalogue)
      .map(({ name }) => name)
      .sort(),
  );
});

test.each(Object.values(catalogue) as Transaction[])(
  '$name is described with its mode, request and reply',
  async ({ name, mode, summary }) => {
    const entry = (await describedTransactions()).get(name);
    expect(entry?.tag).toContain(mode);
    expect(entry?.tag).toContain(mode === 'submit' ? 'SUBMIT' : 'EVALUATE');
    expect(entry?.description).toBe(summary);
    expect(entry?.parameters).toHaveLength(1);
    expect(entry?.parameters[0]).toMatchObject({
      name: 'request',
      schema: { type: 'string', contentSchema: { type: 'object' } },
    });
    expect(entry?.returns).toMatchObject({ type: 'string', contentSchema: { type: 'object' } });
  },
);
