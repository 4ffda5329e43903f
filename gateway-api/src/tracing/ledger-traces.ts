/**
 * What becomes of transactions, as spans. A transaction carries operations of many requests, so it has a trace of its own, which
 * follows from its id and is the same at every gateway; each operation has a span in its request's trace that is linked to it.
 */
import { hash } from 'node:crypto';
import { ChannelFailure, type Channel, type ChannelBlock } from '../channel/channel.js';
import type { OperationRows } from '../writes/operation-rows.js';
import { nowMs, sampledContext, type SpanContext, type TakeSpan } from './span.js';

/** More than are ever under way, so that only lost ones are forgotten. */
const UNDER_WAY_MAX = 10_000;

interface UnderWay {
  readonly name: string;
  readonly startMs: number;
  readonly endorsedMs: number;
  submittedMs?: number;
  operations: readonly { readonly id: string; readonly kind: string; readonly asked: SpanContext }[];
}

export class LedgerTraces {
  readonly #underWay = new Map<string, UnderWay>();

  constructor(private readonly take: TakeSpan) {}

  /** The same channel, watched. */
  channel(channel: Channel): Channel {
    return {
      evaluate: (...call) => channel.evaluate(...call),
      endorse: async (...call) => {
        const startMs = nowMs();
        const endorsement = await channel.endorse(...call);
        this.#begin(endorsement.transaction.txId, { name: call[1], startMs, endorsedMs: nowMs(), operations: [] });
        return endorsement;
      },
      submit: async (transaction) => {
        const { txId } = transaction;
        const startMs = nowMs();
        // The block may be there before the answer.
        const found = this.#underWay.get(txId);
        try {
          await channel.submit(transaction);
          if (found !== undefined) this.#submitted(txId, found, startMs);
        } catch (error) {
          const failure = error instanceof ChannelFailure ? error.kind : 'error';
          if (found !== undefined) this.#submitted(txId, found, startMs, failure);
          throw error;
        }
      },
      blocks: (startBlock, signal) => this.#watched(channel.blocks(startBlock, signal)),
      encodedBlocks: (startBlock, signal) => channel.encodedBlocks(startBlock, signal),
      height: () => channel.height(),
      close: () => channel.close(),
    };
  }

  /** The same rows; whoever writes down which operations a transaction carries says so here too. */
  rows(rows: OperationRows): OperationRows {
    return {
      ...rows,
      recordTransaction: (pending) => {
        rows.recordTransaction(pending);
        const found = this.#underWay.get(pending.txId);
        if (found === undefined) return;
        found.operations = pending.operationIds.flatMap((id) => {
          const row = rows.find(id);
          const asked = sampledContext(row?.traceparent);
          if (row === undefined || asked === undefined) return [];
          return [{ id, kind: (JSON.parse(row.content) as { kind: string }).kind, asked }];
        });
      },
    };
  }

  #begin(txId: string, transaction: UnderWay): void {
    this.#underWay.set(txId, transaction);
    const [oldest] = this.#underWay.size > UNDER_WAY_MAX ? this.#underWay.keys() : [];
    if (oldest !== undefined) this.#underWay.delete(oldest);
  }

  #submitted(txId: string, found: UnderWay, startMs: number, failure?: string): void {
    if (failure === undefined) found.submittedMs ??= nowMs();
    const context = { traceId: contextOf(txId).traceId, spanId: partId(txId, `submit ${startMs}`) };
    this.take({
      ...context,
      parentId: contextOf(txId).spanId,
      name: 'submit',
      kind: 'client',
      startMs,
      endMs: nowMs(),
      attributes: { 'fabric.failure': failure },
      failed: failure !== undefined,
    });
  }

  async *#watched(blocks: AsyncIterable<ChannelBlock>): AsyncGenerator<ChannelBlock> {
    for await (const block of blocks) {
      const seenMs = nowMs();
      for (const { txId, validationCode } of block.transactions) {
        const found = this.#underWay.get(txId);
        if (found === undefined) continue;
        this.#underWay.delete(txId);
        this.#tell(txId, found, { seenMs, block: block.number, validationCode });
      }
      yield block;
    }
  }

  #tell(txId: string, { name, startMs, endorsedMs, submittedMs, operations }: UnderWay, end: Committed): void {
    const { seenMs, block, validationCode } = end;
    const transaction = contextOf(txId);
    const failed = validationCode !== 0;
    const about = { 'fabric.tx_id': txId, 'fabric.block': block, 'fabric.validation_code': validationCode };
    const part = (part: string, from: number, to: number): void =>
      this.take({
        traceId: transaction.traceId,
        spanId: partId(txId, part),
        parentId: transaction.spanId,
        name: part,
        kind: 'client',
        startMs: from,
        endMs: to,
        attributes: {},
      });
    part('endorse', startMs, endorsedMs);
    part('order and validate', submittedMs ?? endorsedMs, seenMs);
    this.take({
      ...transaction,
      name,
      kind: 'internal',
      startMs,
      endMs: seenMs,
      attributes: { ...about, 'commonpoint.operations': operations.length },
      links: operations.map(({ asked }) => asked),
      failed,
    });
    for (const { id, kind, asked } of operations)
      this.take({
        traceId: asked.traceId,
        spanId: partId(txId, id),
        parentId: asked.spanId,
        name: `ledger ${kind}`,
        kind: 'internal',
        startMs,
        endMs: seenMs,
        attributes: { ...about, 'commonpoint.operation': id },
        links: [transaction],
        failed,
      });
  }
}

interface Committed {
  readonly seenMs: number;
  readonly block: number;
  readonly validationCode: number;
}

/** A transaction's id is a digest, so that each part of it is as good as a random number. */
const contextOf = (txId: string): SpanContext => ({ traceId: txId.slice(0, 32), spanId: txId.slice(32, 48) });
const partId = (txId: string, part: string): string => hash('sha256', `${txId}\n${part}`).slice(0, 16);
