/**
 * One valid transaction of a block: who signed it, who endorsed it, whether its rows make sense and are its client's to
 * write, and what they do to the ledger.
 */
import { type AuditedTransaction, publicWrites, readIdentity, rowsIn, rowsOf, type Signed } from './block-contents.js';
import { type AskedAbout, type Subject, SubjectRows } from './asked-about.js';
import { type AuditedConfiguration, Configurations } from './configurations.js';
import type { LogFacts, TransactionFacts } from './beforehand.js';
import type { ChannelConfiguration, Verified } from './channel-configuration.js';
import { AuthoredRows } from './authored-rows.js';
import { type AuditedBridge, Bridges } from './bridges.js';
import { type EndorsedWrites, Endorsements } from './endorsements.js';
import { type Finding, FoundSoFar, programsOf, type Told } from './findings.js';
import { keyParts, type RowWrite } from './ledger-rows.js';
import { nonsenseInImported, receiptsIn } from './imported-rows.js';
import type { LiabilityReport } from './liability-report.js';
import { NetworkChanges } from './network-changes.js';
import { OperationRules } from './operation-rules.js';
import { inOrderSent } from './posted-operations.js';
import { keysOfLines, type PlainImport, plainImportIn, shortenedSets } from './plain-import.js';
import { plainLotsIn } from './plain-lots.js';
import { PostedReceipts } from './posted-receipts.js';
import { type AuditedMigration, Migrations } from './migrations.js';
import { Anchors } from './anchors.js';
import { wrongInReasonings } from './reasonings.js';
import { ReceiptLog } from './receipt-log.js';
import type { Replay } from './replay.js';
import { post } from './row-changes.js';
import type { ReplayedLedger } from './replayed-ledger.js';
import { wrongPolicy } from './row-policies.js';
import { namedParts, nonsenseIn } from './sensible-rows.js';
import { type Store, whyNonsense } from './store.js';
import { TermsAccepted } from './terms-accepted.js';

/** Takes what is wrong with a block, in sentences. */
export type Say = (about: Finding['about'], texts: readonly (string | Told)[]) => void;

export interface TransactionAuditOptions {
  readonly chaincode: string;
  readonly trustsPeer: boolean;
  readonly liabilityOf: string | undefined;
  readonly about: Subject | undefined;
  readonly store: Store;
}

export class TransactionAudit {
  readonly #chaincode: string;
  readonly #trustsPeer: boolean;
  readonly #endorsements: Endorsements;
  readonly #authors: AuthoredRows;
  readonly #rules: OperationRules;
  readonly #terms: TermsAccepted;
  readonly #receipts: PostedReceipts | undefined;
  readonly #asked: SubjectRows | undefined;
  readonly #replay: Replay;
  readonly #foundInLog = new FoundSoFar();
  /** A gateway has the log anyway, and compares it with what others sign. */
  readonly #log: ReceiptLog | undefined;
  readonly #anchors: Anchors;
  readonly #migrations: Migrations;
  readonly #bridges: Bridges;
  readonly #network: NetworkChanges;
  readonly #configurations: Configurations;

  constructor({ chaincode, trustsPeer, liabilityOf, about, store }: TransactionAuditOptions, replay: Replay) {
    this.#chaincode = chaincode;
    this.#trustsPeer = trustsPeer;
    this.#endorsements = new Endorsements(store);
    this.#authors = new AuthoredRows(store);
    this.#rules = new OperationRules(store);
    this.#terms = new TermsAccepted(store);
    this.#receipts = liabilityOf === undefined ? undefined : new PostedReceipts(liabilityOf);
    this.#asked = about && new SubjectRows(about);
    this.#replay = replay;
    this.#migrations = new Migrations(this.#foundInLog, store);
    this.#bridges = new Bridges(this.#foundInLog, store);
    this.#network = new NetworkChanges(store);
    this.#configurations = new Configurations(store);
    this.#anchors = new Anchors(this.#foundInLog, store);
    this.#log = trustsPeer ? undefined : new ReceiptLog(this.#foundInLog, store);
  }

  /** Looks at the next one. Without a configuration, signatures are not checked. */
  apply(
    transaction: AuditedTransaction,
    block: number,
    configuration: ChannelConfiguration | undefined,
    say: Say,
    facts?: TransactionFacts & { readonly isLogKnown: boolean },
  ): void {
    const { txId, creator, isOfOnePiece } = transaction;
    const named = (texts: readonly string[]): string[] => texts.map((text) => `transaction ${txId}: ${text}`);
    if (configuration !== undefined && !this.#trustsPeer) {
      if (!(facts?.isOfOnePiece ?? isOfOnePiece()))
        say('signatures', named(['its id or its endorsements belong to another one']));
      if (transaction.channelId !== configuration.channelId) say('signatures', named(['it is of another channel']));
      if (!isSigned(configuration, creator, facts?.creator))
        say('signatures', named(["the client's signature is wrong"]));
      say(
        'signatures',
        named(
          attempted(
            () => this.#endorsements.check(this.#endorsedOf(transaction, facts), configuration, facts?.endorsements),
            'its endorsements',
          ),
        ),
      );
    }
    let client, call;
    try {
      client = readIdentity(creator.identity).mspId;
      call = transaction.called();
    } catch (error) {
      return say('contents', named([`what it wrote cannot be read: ${String(error)}`]));
    }
    const sorted = facts?.sorted ?? plainImportIn(transaction, this.#chaincode, client, call);
    const lines = sorted && this.#isPlain(sorted.lines) ? sorted.lines : undefined;
    const lots = lines === undefined && call.name === post ? this.#plainLotsOf(transaction) : undefined;
    const rows = lines === undefined ? (lots?.rows ?? rowsOf(transaction, this.#chaincode)) : rowsIn(sorted!.rest);
    // Of lines there is nothing besides.
    const sets = lines === undefined ? transaction.sets : [];
    const read: RowWrite[] = [];
    for (const row of rows) {
      const isImported = row.key[0] === 'imported';
      const nonsense =
        nonsenseIn(row.key, row.value) ?? (isImported ? nonsenseInImported(row.key, row.value) : undefined);
      if (nonsense === undefined) {
        read.push(row);
        if (isImported) for (const receipt of receiptsIn(row)) read.push(receipt);
      } else {
        const text = `transaction ${txId}: the row ${row.key.join(' ')}: ${nonsense}`;
        say('contents', [{ text, programs: programsOf(namedParts(row.key), row.value) }]);
      }
    }
    let sensible: readonly RowWrite[] = read;
    say('contents', named(attempted(() => ((sensible = inOrderSent(read, call)), []), 'what its client asked for')));
    const wrongly = [
      ...told(() => this.#authors.check({ mspId: client, time: transaction.time, call, rows: sensible })),
      ...told(() => this.#rules.check(txId, sensible, call)),
      ...told(() => this.#terms.check(txId, sensible, call.name, transaction.time)),
      ...wrongInReasonings(sets, sensible, call.name).map((text): Told => ({ text })),
    ];
    say(
      'authors',
      wrongly.map(({ text, programs = [] }) => ({ text: `transaction ${txId}: ${text}`, programs })),
    );
    const isDecision = call.name.startsWith('Governance:');
    const recorded = isDecision ? attempted(() => this.#network.decide(sensible), 'what it decided') : [];
    const defined = attempted(() => this.#network.define(sets, block, txId), 'the definition that it wrote');
    say('configuration', named([...recorded, ...defined]));
    // What one of them makes nothing of, the others look at all the same.
    const each = [
      () => this.#checkPolicies({ txId, sets }, sensible, say),
      () => this.#replay.apply(txId, sensible, client, transaction.time, { lines, lots: lots?.known }),
      () => this.#receipts?.apply(sensible),
      () => this.#anchors.apply(txId, sensible, call),
      () => this.#migrations.apply(txId, sensible, call, client),
      () => this.#bridges.apply(txId, sensible),
      () =>
        this.#log?.apply(txId, facts?.isLogKnown === true ? [] : publicWrites(transaction, this.#chaincode), sensible),
      () => this.#asked?.apply(block, sensible),
    ];
    for (const look of each) say('contents', named(attempted(() => (look(), []), 'what it did')));
  }

  #endorsedOf(transaction: AuditedTransaction, facts: TransactionFacts | undefined): EndorsedWrites {
    if (facts?.sorted === undefined || this.#endorsements.mindsAny(this.#chaincode, keysOfLines)) return transaction;
    const { chaincode, endorsements } = transaction;
    return { chaincode, endorsements, sets: shortenedSets(facts.sorted, this.#chaincode) };
  }

  /** The lots of a transaction where there is nothing to say of each, and its other rows. */
  #plainLotsOf(transaction: AuditedTransaction) {
    const found = plainLotsIn(publicWrites(transaction, this.#chaincode), transaction.txId);
    const known = found && this.#replay.lots.known(found.lots);
    return known && { known, rows: rowsIn(found.rest) };
  }

  /** Whether lines have to be looked at together only, as there is nothing to say of each, and nobody who asks. */
  #isPlain(lines: PlainImport): boolean {
    if (this.#receipts !== undefined || this.#asked !== undefined) return false;
    try {
      return this.#rules.allows(lines) && !this.#terms.haveEnd(lines.programId) && this.#replay.imports.isPlain(lines);
    } catch (error) {
      // Of which line a rule makes nothing is said line by line; the rest of the block is looked at all the same.
      whyNonsense(error);
      return false;
    }
  }

  #checkPolicies({ txId, sets }: Pick<AuditedTransaction, 'txId' | 'sets'>, rows: readonly RowWrite[], say: Say): void {
    for (const { namespace, policies } of sets) {
      if (namespace !== this.#chaincode || policies.length === 0) continue;
      const members = { active: this.#authors.active, hasLeft: (mspId: string) => this.#authors.hasLeft(mspId) };
      for (const { key, policy } of policies) {
        const parts = keyParts(key);
        const wrong = wrongPolicy(parts, policy, (programId) => this.#authors.issuerOf(programId), rows, members);
        if (wrong === undefined) continue;
        say('authors', [{ text: `transaction ${txId}: ${wrong}`, programs: programsOf(namedParts(parts), undefined) }]);
      }
    }
  }

  /** Looks at a configuration that takes the place of another one. */
  configure(
    { before, present }: { readonly before: Uint8Array; readonly present: ChannelConfiguration | undefined },
    envelope: Uint8Array,
    block: number,
    say: Say,
  ): void {
    say(
      'configuration',
      attempted(() => {
        if (present !== undefined) this.#configurations.note(block, present, before, envelope);
        return this.#network.configure(before, envelope, block);
      }, 'what it changes'),
    );
  }

  /** After the channel's first one, as far as signatures are looked at. */
  configurations(): AuditedConfiguration[] {
    return this.#configurations.all();
  }

  /** The log of receipts after the last block; undefined for one that has none. */
  get log(): LogFacts['after'] | undefined {
    return this.#log?.frontier;
  }

  endBlock(number: number, hash: string, say: Say, log?: LogFacts): void {
    this.#endorsements.endBlock();
    this.#log?.endBlock(number, hash, log?.after);
    this.#migrations.endBlock(hash);
    say('ledger', this.#foundInLog.take());
  }

  migrations(): AuditedMigration[] {
    return this.#migrations.all();
  }

  bridges(): AuditedBridge[] {
    return this.#bridges.all();
  }

  /** Of the programme that it was asked of. */
  liability(block: number): LiabilityReport | undefined {
    return this.#receipts?.report(block);
  }

  /** What it was asked about. */
  about(ledger: Pick<ReplayedLedger, 'balances' | 'heldBalances'>): AskedAbout | undefined {
    return this.#asked?.report(ledger);
  }
}

function isSigned(configuration: ChannelConfiguration, signed: Signed, verified?: Verified): boolean {
  return configuration.signersOf([signed], undefined, verified).length > 0;
}

/** What is wrong with what a transaction did, or that there is no judging it. */
function told(check: () => readonly Told[]): readonly Told[] {
  try {
    return check();
  } catch (error) {
    return [{ text: `what it did makes no sense: ${whyNonsense(error)}` }];
  }
}

/** What is wrong by a check, or that there is no checking it. */
export function attempted(check: () => string[], what: string): string[] {
  try {
    return check();
  } catch (error) {
    return [`${what} cannot be read: ${whyNonsense(error)}`];
  }
}
