/**
 * Whatever stands in a block, the audit reads on, and so does a gateway. A slice of it runs with every test; the whole by
 * `npm run test:fuzz`. SEED repeats a run, ROUNDS sets its length.
 */
import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { readBlock } from '../../audit/src/block.js';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { Replay } from '../../audit/src/replay.js';
import { rowsOf, transactionsOf } from '../../audit/src/block-contents.js';
import type { RowWrite } from '../../audit/src/ledger-rows.js';
import { decodeBlock } from '../../gateway-api/src/fabric/block-decoding.js';
import { altered, goldenChain } from '../support/golden-chain.js';
import { type Random, randomBy, spoilt } from '../support/malformed-bytes.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 500);
const { bytes } = goldenChain('points');
const { TRANSACTIONS_FILTER } = common.BlockMetadataIndex;
const [VALID, BAD_PAYLOAD] = [0, 2];
/** A new audit now and then: findings pile up in the old one. */
const ROUNDS_EACH = 250;

/** A block in which one envelope is spoilt, in itself or inside of what it wraps, under this validation code. */
function withSpoiltEnvelope(block: Uint8Array, code: number, random: Random): Uint8Array {
  return altered(block, (next) => {
    const envelopes = next.getData()!.getDataList_asU8();
    const index = random(envelopes.length);
    envelopes[index] = random(2) === 0 ? spoilt(envelopes[index]!, random) : spoiltInside(envelopes[index]!, random);
    next.getData()!.setDataList(envelopes);
    const hash = createHash('sha256');
    for (const envelope of envelopes) hash.update(envelope);
    next.getHeader()!.setDataHash(hash.digest());
    const metadata = next.getMetadata()!;
    const list = metadata.getMetadataList_asU8();
    const codes = Uint8Array.from(envelopes, () => BAD_PAYLOAD);
    codes[index] = code;
    list[TRANSACTIONS_FILTER] = codes;
    metadata.setMetadataList(list);
  });
}

function spoiltInside(bytes: Uint8Array, random: Random): Uint8Array {
  const envelope = common.Envelope.deserializeBinary(bytes);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  switch (random(3)) {
    case 0:
      payload.setData(spoilt(payload.getData_asU8(), random));
      break;
    case 1:
      payload.getHeader()?.setSignatureHeader(spoilt(payload.getHeader()!.getSignatureHeader_asU8(), random));
      break;
    default:
      payload.getHeader()?.setChannelHeader(spoilt(payload.getHeader()!.getChannelHeader_asU8(), random));
  }
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function everyRound(test: (random: Random, round: number) => void): void {
  for (let round = 0; round < rounds; round += 1) {
    try {
      test(randomBy(seed + round), round);
    } catch (cause) {
      throw new Error(`SEED=${seed + round} ROUNDS=1: ${String(cause)}`, { cause });
    }
  }
}

/** An audit that has come to a block with transactions of points. */
function auditAt(count: number): BlockAudit {
  const audit = new BlockAudit({ chaincode: 'points' });
  for (const block of bytes.slice(0, count)) audit.apply(block);
  return audit;
}

describe(`${rounds} malformed blocks, SEED=${seed}`, () => {
  it('are read by the audit, and of what is not valid nothing is said but that it was there', () => {
    let audit = auditAt(bytes.length - 1);
    everyRound((random, round) => {
      if (round % ROUNDS_EACH === 0) audit = auditAt(bytes.length - 1);
      const before = audit.end!;
      const found = audit.apply(withSpoiltEnvelope(bytes.at(-1)!, BAD_PAYLOAD, random));
      expect(audit.next).toBe(before.number + 2);
      expect(found.filter(({ about }) => ['contents', 'signatures', 'ledger'].includes(about))).toEqual([]);
      expect(audit.end!.invalidTransactions).toBeGreaterThan(before.invalidTransactions);
    });
  });

  it('are read by the audit, whatever valid envelope is in them', () => {
    let audit = auditAt(bytes.length - 1);
    everyRound((random, round) => {
      if (round % ROUNDS_EACH === 0) audit = auditAt(bytes.length - 1);
      const next = audit.next;
      expect(audit.apply(withSpoiltEnvelope(bytes.at(-1)!, VALID, random)).length).toBeGreaterThan(0);
      expect(audit.next).toBe(next + 1);
    });
  });

  it('are read by the audit, whatever they are themselves', () => {
    let audit = auditAt(bytes.length - 1);
    everyRound((random, round) => {
      if (round % ROUNDS_EACH === 0) audit = auditAt(bytes.length - 1);
      const next = audit.next;
      const block = spoilt(bytes[random(bytes.length)]!, random);
      expect(audit.apply(block).length).toBeGreaterThan(0);
      expect(audit.next).toBe(next + 1);
    });
  });

  it('are read by a gateway, which passes over what is not valid, and says that of what is valid', () => {
    const read = (block: Uint8Array): number | undefined => {
      try {
        return decodeBlock(block, 'points').transactions.length;
      } catch (error) {
        expect((error as Error).message).toEqual(expect.any(String));
        return undefined;
      }
    };
    const whole = read(bytes.at(-1)!)!;
    everyRound((random) => {
      const passed = read(withSpoiltEnvelope(bytes.at(-1)!, BAD_PAYLOAD, random));
      expect(passed === whole || passed === whole - 1).toBe(true);
      read(withSpoiltEnvelope(bytes.at(-1)!, VALID, random));
      read(spoilt(bytes[random(bytes.length)]!, random));
    });
  });

  it('with valid rows that make no sense are findings', () => {
    const transactions = bytes.flatMap((block) => transactionsOf(readBlock(block)));
    const honest = transactions.map((each) => ({ txId: each.txId, rows: rowsOf(each, 'points') }));
    everyRound((random) => {
      const replay = new Replay();
      const spoiltAt = random(honest.length);
      honest.forEach(({ txId, rows }, index) => {
        replay.apply(
          txId,
          index === spoiltAt ? rows.map((row) => (random(3) === 0 ? withSpoiltRow(row, random) : row)) : rows,
        );
        replay.endBlock(index);
      });
      replay.finish();
    });
  });
});

const nonsense: readonly unknown[] = [
  null,
  0,
  -1,
  1e300,
  '',
  'x',
  '-5',
  '9'.repeat(400),
  [],
  {},
  [null],
  true,
  '2026-13-45',
];

function withSpoiltRow({ key, value }: RowWrite, random: Random): RowWrite {
  switch (random(4)) {
    case 0:
      return { key: key.slice(0, random(key.length + 1)), value };
    case 1:
      return { key };
    case 2:
      return { key, value: nonsense[random(nonsense.length)] };
    default: {
      const fields = Object.entries(value ?? {});
      const spoiltField = random(fields.length + 1);
      return {
        key,
        value: Object.fromEntries(
          fields.map(([name, each], index) => [name, index === spoiltField ? nonsense[random(nonsense.length)] : each]),
        ),
      };
    }
  }
}
