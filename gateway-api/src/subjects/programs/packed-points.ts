/**
 * Points by the month of their issue, as they lie in the gateway's file: a few bytes for each, as there may be as many as lots. What is
 * no day, no month or no amount, as two peers may have endorsed, has no such form.
 */
import type { Part, PointsByExpiry } from '@commonpoint/audit/cohort-parts';

/** Something that cannot be kept: whoever wants to know reckons it from the receipts. */
export class Unkeepable extends Error {
  override readonly name = 'Unkeepable';
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Expiries in their order, each as the distance from the one before; the month as that from the expiry's; the amount. */
export function packPoints(points: PointsByExpiry): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const expiry of [...points.keys()].sort()) {
    for (const [month, amount] of points.get(expiry)!) {
      if (amount === 0n) continue;
      const day = numberOfDay(expiry);
      put(bytes, day - before);
      putSigned(bytes, Math.floor(day / 100) - numberOfMonth(month));
      putAmount(bytes, amount);
      before = day;
    }
  }
  return Uint8Array.from(bytes);
}

export function unpackPoints(bytes: Uint8Array): PointsByExpiry {
  const points: PointsByExpiry = new Map();
  const reader = new Reader(bytes);
  for (let day = 0; reader.hasMore;) {
    day += reader.number();
    const month = monthOf(Math.floor(day / 100) - reader.signed());
    const expiry = dayOf(day);
    const months = points.get(expiry) ?? new Map<string, bigint>();
    points.set(expiry, months.set(month, reader.amount()));
  }
  return points;
}

/** In their order. */
export function packParts(parts: readonly Part[]): Uint8Array {
  const bytes: number[] = [];
  for (const { month, amount } of parts) {
    put(bytes, numberOfMonth(month));
    putAmount(bytes, amount);
  }
  return Uint8Array.from(bytes);
}

export function unpackParts(bytes: Uint8Array): Part[] {
  const parts: Part[] = [];
  const reader = new Reader(bytes);
  while (reader.hasMore) parts.push({ month: monthOf(reader.number()), amount: reader.amount() });
  return parts;
}

/** `20271231` */
function numberOfDay(day: string): number {
  if (!DAY.test(day)) throw new Unkeepable(`${day} is no day`);
  return Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8));
}

/** `202712` */
function numberOfMonth(month: string): number {
  if (!MONTH.test(month)) throw new Unkeepable(`${month} is no month`);
  return Number(month.slice(0, 4)) * 100 + Number(month.slice(5));
}

function dayOf(day: number): string {
  const digits = String(day).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

function monthOf(month: number): string {
  const digits = String(month).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** Seven bits in a byte, the lowest first. */
function put(bytes: number[], number: number): void {
  let rest = number;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

function putSigned(bytes: number[], number: number): void {
  put(bytes, number < 0 ? -2 * number - 1 : 2 * number);
}

function putAmount(bytes: number[], amount: bigint): void {
  if (amount < 0n) throw new Unkeepable(`${amount} is less than nothing`);
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return put(bytes, Number(amount));
  let rest = amount;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get hasMore(): boolean {
    return this.#at < this.bytes.length;
  }

  /** At most 2^53 - 1. */
  number(): number {
    let number = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.bytes[this.#at++]!;
      number += (byte & 0x7f) * factor;
      if (byte < 0x80) return number;
    }
  }

  signed(): number {
    const number = this.number();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }

  amount(): bigint {
    let end = this.#at;
    while (this.bytes[end]! >= 0x80) end += 1;
    if (end - this.#at < 7) return BigInt(this.number());
    let amount = 0n;
    for (let at = end; at >= this.#at; at--) amount = (amount << 7n) | BigInt(this.bytes[at]! & 0x7f);
    this.#at = end + 1;
    return amount;
  }
}
