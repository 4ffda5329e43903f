/** What a catalogue entry is: all that a client needs to know of one transaction. */
import type { z } from 'zod';
import type { ErrorCode } from './errors.js';

/** The value of the X.509 attribute `role`. Each role may do what the ones after it may, auditor apart. */
export const roles = ['admin', 'operator', 'cashier', 'auditor'] as const;
export type Role = (typeof roles)[number];

export interface Transaction<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  /** `Contract:Method`, as Fabric clients call it. */
  readonly name: `${string}:${string}`;
  /** `submit` goes through ordering; `evaluate` asks one peer. */
  readonly mode: 'submit' | 'evaluate';
  /** One sentence. */
  readonly summary: string;
  /** The roles that may call it, checked by the chaincode. For `Points:Post` see `operationRoles` too. */
  readonly roles: readonly Role[];
  /** The single argument, as JSON. */
  readonly request: Request;
  /** The reply's payload, as JSON. */
  readonly reply: Reply;
  /** What the whole transaction may be refused with, the first that holds is the one given. */
  readonly errors: readonly ErrorCode[];
}

/** What every transaction may be refused with that only active members may submit. */
export const ofMembers = [
  'REQUEST_INVALID',
  'ROLE_NOT_ALLOWED',
  'ORGANIZATION_NOT_ALLOWED',
  'ORGANIZATION_UNKNOWN',
] as const satisfies readonly ErrorCode[];

/** Keeps the literal types of an entry. */
export function transaction<Request extends z.ZodType, Reply extends z.ZodType>(
  entry: Transaction<Request, Reply>,
): Transaction<Request, Reply> {
  return entry;
}

export type RequestOf<T extends Transaction> = z.infer<T['request']>;
export type ReplyOf<T extends Transaction> = z.infer<T['reply']>;
