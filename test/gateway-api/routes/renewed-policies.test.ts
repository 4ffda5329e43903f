/** The gateways' work when members have changed: of those that begin at the same moment one does it, and the others find it done. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../../gateway-api/src/channel/failures.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import type { Log } from '../../../gateway-api/src/log.js';
import { renewPoliciesOfMembers } from '../../../gateway-api/src/subjects/governance/jobs.js';

interface Asked {
  readonly rows?: readonly { readonly parts: readonly string[] }[];
  readonly kind?: string;
}
const mspIds = ['CityParkMSP', 'GreenMartMSP', 'HarborMSP'];

/** A ledger on which two that renew the same row at the same moment are one too many, and some rows cannot be renewed at all. */
class Renewals {
  readonly due = new Set(['one', 'two', 'three', 'four']);
  readonly fixed = new Set<string>();
  refused = 0;
  settled = 0;
  #underWay = new Set<string>();

  gateway(mspId: string): Gateway {
    const organizations = () => mspIds.map((each) => ({ mspId: each, kind: 'merchant', status: 'active' }));
    const read = async (_entry: unknown, { kind }: Asked) =>
      kind === undefined
        ? { value: { epoch: { number: 2 } } }
        : {
            value: {
              rows: kind === 'vote' ? [...this.due].map((part) => ({ kind, parts: [part] })) : [],
              bookmark: '',
            },
          };
    const run = async (_role: string, _entry: unknown, { rows = [] }: Asked) => {
      const names = rows.map(({ parts }) => parts[0]!).filter((name) => this.due.has(name));
      const collides = names.some((name) => this.#underWay.has(name) || this.fixed.has(name));
      if (!collides) names.forEach((name) => this.#underWay.add(name));
      await pause(20);
      if (collides) {
        this.refused += 1;
        throw new Failure('LEDGER_REFUSED', 'refused');
      }
      for (const name of names) [this.due, this.#underWay].forEach((set) => set.delete(name));
      return { reply: { renewed: names.length } };
    };
    const countedMembers = { settle: () => void (this.settled += 1) };
    return {
      mspId,
      auditors: ['AuditorMSP'],
      projection: { of: () => ({ organizations }) },
      peer: { read },
      transactions: { run },
      countedMembers,
    } as never;
  }
}

let warned: object[];
const log = { warn: (fields: object) => void warned.push(fields), info: () => undefined } as unknown as Log;
beforeEach(() => {
  warned = [];
});
const round = (ledger: Renewals, mspId: string) =>
  renewPoliciesOfMembers(ledger.gateway(mspId), log, 1_000).run(new AbortController().signal);

test('three at the same moment renew all, with a refusal each of the others at the most', async () => {
  const ledger = new Renewals();
  await Promise.all(mspIds.map((mspId) => round(ledger, mspId)));
  expect([...ledger.due]).toEqual([]);
  expect(ledger.refused).toBeLessThanOrEqual(2);
  expect(ledger.settled).toBe(3);
  expect(warned).toEqual([]);
});

test('a row that cannot be renewed is named, and keeps nobody from renewing the others', async () => {
  const ledger = new Renewals();
  ledger.fixed.add('two');
  await round(ledger, 'HarborMSP');
  expect([...ledger.due]).toEqual(['two']);
  expect(warned).toEqual([{ row: { kind: 'vote', parts: ['two'] } }]);
});

test('an auditor’s gateway renews nothing, and counts a newcomer once merchants have', async () => {
  const ledger = new Renewals();
  await round(ledger, 'AuditorMSP');
  expect(ledger.settled).toBe(0);
  expect(ledger.due.size).toBe(4);
  await round(ledger, 'HarborMSP');
  await round(ledger, 'AuditorMSP');
  expect(ledger.settled).toBe(2);
});
