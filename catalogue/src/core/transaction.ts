/** What a catalogue entry is: all that a client needs to know of one transaction. */
import type { z } from 'zod';
import type { ErrorCode } from './errors.js';

/**
 * The value of the X.509 attribute `role`. Each role may do what the ones after it may, auditor, regulator, delegate and bridge apart: a
 * delegate speaks for its organisation where members decide together, and does nothing with points; a bridge lets points cross
 * from and to a legacy programme, within the caps of that bridge, and does nothing else.
 */
export const roles = ['admin', 'operator', 'cashier', 'auditor', 'regulator', 'delegate', 'bridge'] as const;
export type Role = (typeof roles)[number];
/** Of what everybody may ask. */
export const anyone: readonly Role[] = roles;

/** The key of the transient map under which private input travels. */
export const PRIVATE_INPUT = 'private';

export interface Transaction<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  /** `Contract:Method`, as Fabric clients call it. */
  readonly name: `${string}:${string}`;
  /** `submit` goes through ordering; `evaluate` asks one peer. */
  readonly mode: 'submit' | 'evaluate';
  /** One sentence. */
  readonly summary: string;
  /** The roles that may call it, checked by the chaincode. For `Points:Post` see `operationRoles` too. */
  readonly roles: readonly Role[];
  /** The single argument, as JSON. It goes into a block, for every organisation to read. */
  readonly request: Request;
  /**
   * What is confidential of the input, as JSON: it travels in Fabric's transient map under {@link PRIVATE_INPUT} and is
   * never part of the request, a reply, an event, a log or a block.
   */
  readonly privateInput?: z.ZodType;
  /**
   * Whose peers endorse instead of the caller's and another merchant's, and so whose peers see the private input: the
   * caller's alone, that of the request's `auditor` or `recipient` alone, the caller's and that of the request's
   * `counterparty`, or those of more than half of all organisations.
   */
  readonly endorsers?: 'caller' | 'auditor' | 'pair' | 'recipient' | 'majority';
  /** The reply's payload, as JSON. */
  readonly reply: Reply;
  /** What the whole transaction may be refused with, the first that holds is the one given. */
  readonly errors: readonly ErrorCode[];
}

/** What every question may be refused with. */
export const ofReads = ['REQUEST_INVALID', 'ROLE_NOT_ALLOWED'] as const satisfies readonly ErrorCode[];

/** What every transaction may be refused with that only active members may submit. */
export const ofMembers = [
  ...ofReads,
  'ORGANIZATION_NOT_ALLOWED',
  'ORGANIZATION_UNKNOWN',
] as const satisfies readonly ErrorCode[];

/** A transaction that takes confidential input, which only chosen peers may see. */
export interface PrivateTransaction<
  Request extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> extends Transaction<Request, Reply> {
  readonly privateInput: Input;
  readonly endorsers: 'caller' | 'auditor' | 'pair' | 'recipient' | 'majority';
}

/** What every transaction may be refused with, besides those of {@link ofMembers}, that takes private input. */
export const ofPrivateInput = [
  'PRIVATE_INPUT_MISPLACED',
  'PRIVATE_INPUT_INVALID',
] as const satisfies readonly ErrorCode[];

/** Keeps the literal types of an entry. */
export function transaction<Request extends z.ZodType, Reply extends z.ZodType>(
  entry: Transaction<Request, Reply>,
): Transaction<Request, Reply> {
  return entry;
}

/** The same for one with private input. */
export function privateTransaction<Request extends z.ZodType, Input extends z.ZodType, Reply extends z.ZodType>(
  entry: PrivateTransaction<Request, Input, Reply>,
): PrivateTransaction<Request, Input, Reply> {
  return entry;
}

export type RequestOf<T extends Transaction> = z.infer<T['request']>;
export type PrivateInputOf<T extends Transaction> = T extends PrivateTransaction
  ? z.infer<T['privateInput']>
  : undefined;
export type ReplyOf<T extends Transaction> = z.infer<T['reply']>;
