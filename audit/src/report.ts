/** What an audit says in the end: for people, for programs, for spreadsheets. */
import type { ReportFormat } from './arguments.js';
import type { AskedAbout } from './asked-about.js';
import { subjectLines, subjectRows } from './asked-report.js';
import type { Testimony } from './audit-peers.js';
import type { AuditEnd, BlockAudit } from './block-audit.js';
import { hexOf } from './bytes.js';
import type { AuditedBridge } from './bridges.js';
import type { AuditedConfiguration } from './configurations.js';
import type { AuditedMigration } from './migrations.js';
import { rowsRead } from './present-row.js';
import type { LiabilityReport, LiabilitySums } from './liability-report.js';
import { type Finding, sentenceOf } from './findings.js';

export interface Report {
  readonly auditedAt: string;
  readonly channel: string;
  readonly chaincode: string;
  /** Which versions of rows are read. */
  readonly rows: { readonly oldest: number; readonly newest: number };
  /** Hash of the channel's first block. */
  readonly firstBlock: string;
  /** Whether it was known beforehand, or is what the peer says. */
  readonly firstBlockWasGiven: boolean;
  readonly head: { readonly number: number; readonly hash: string; readonly commitHash: string };
  /** The first block that this audit read; what came before was audited earlier. */
  readonly from: number;
  readonly readFrom: string;
  readonly witnesses: readonly Testimony[];
  readonly blocks: number;
  readonly transactions: number;
  readonly transactionsWithoutEffect: number;
  readonly operations: number;
  readonly accountsWithPoints: number;
  readonly supply: readonly (Readonly<Record<SupplyField, string>> & { readonly programId: string })[];
  readonly clearing: readonly {
    readonly cycle: string;
    readonly debtor: string;
    readonly creditor: string;
    readonly programId: string;
    readonly points: string;
  }[];
  /** Of the programme that it was asked of. */
  readonly liability?: LiabilityReport;
  /** What it was asked about; sums of other programmes are left out then. */
  readonly about?: AskedAbout;
  /** What it was asked about and is no programme of this ledger; `liability` and `about` are left out then. */
  readonly unknownProgram?: string;
  readonly migrations?: readonly AuditedMigration[];
  readonly bridges?: readonly AuditedBridge[];
  /** Who signed each configuration after the first one, and what it changed. */
  readonly configurations?: readonly AuditedConfiguration[];
  readonly findings: readonly Finding[];
}

type SupplyField = 'issued' | 'interest' | 'outstanding' | 'held' | 'redeemed' | 'expired' | 'reversed';

const FINDINGS_SHOWN = 50;

export interface ReportOptions {
  readonly audit: BlockAudit;
  readonly channel: string;
  readonly chaincode: string;
  readonly firstBlockWasGiven: boolean;
  readonly from: number;
  readonly readFrom: string;
  readonly witnesses: readonly Testimony[];
}

export function makeReport({ audit, ...told }: ReportOptions, auditedAt = new Date()): Report {
  const { programs, liability, about, ...ledger } = audit.finish();
  const { findings, supply, clearing, balances, operations, migrations, bridges, configurations } = ledger;
  const unknown = askedOf(liability, about).find((programId) => !programs.has(programId));
  const isShown = (programId: string): boolean =>
    about === undefined || (about.kind === 'program' && about.programId === programId);
  const end: Partial<AuditEnd> = audit.end ?? {};
  return {
    auditedAt: auditedAt.toISOString(),
    ...told,
    rows: rowsRead,
    firstBlock: end.firstBlock ?? '',
    head: { number: end.number ?? -1, hash: end.hash ?? '', commitHash: hexOf(end.commitHash ?? new Uint8Array()) },
    blocks: audit.next,
    transactions: end.transactions ?? 0,
    transactionsWithoutEffect: end.invalidTransactions ?? 0,
    operations,
    accountsWithPoints: balances.size,
    supply: [...supply]
      .filter(([programId]) => isShown(programId))
      .map(([programId, { issued, interest, held, redeemed, expired, reversed }]) => ({
        programId,
        issued: String(issued),
        interest: String(interest),
        outstanding: String(issued + interest - held - redeemed - expired - reversed),
        held: String(held),
        redeemed: String(redeemed),
        expired: String(expired),
        reversed: String(reversed),
      })),
    clearing: [...clearing]
      .filter(([name]) => isShown(name.slice(name.lastIndexOf(' ') + 1)))
      .map(([name, points]) => {
        const [cycle = '', debtor = '', creditor = '', programId = ''] = name.split(' ');
        return { cycle, debtor, creditor, programId, points: String(points) };
      }),
    ...(unknown !== undefined && { unknownProgram: unknown }),
    ...(unknown === undefined && liability !== undefined && { liability }),
    ...(unknown === undefined && about !== undefined && { about }),
    ...(migrations !== undefined && { migrations }),
    ...(bridges !== undefined && { bridges }),
    ...(configurations !== undefined && { configurations }),
    findings,
  };
}

/** The programmes that it was asked about. */
function askedOf(liability: LiabilityReport | undefined, about: AskedAbout | undefined): string[] {
  return [liability, about?.kind === 'program' ? about : undefined].flatMap((each) => each?.programId ?? []);
}

export function formatReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(report, null, 2);
    case 'csv':
      return csvLines(report).join('\n');
    case 'text':
      return textLines(report).join('\n');
    default:
      return format satisfies never;
  }
}

function textLines(report: Report): string[] {
  const { head, findings } = report;
  const shown = findings.slice(0, FINDINGS_SHOWN).map((finding) => `FOUND ${sentenceOf(finding)}`);
  if (findings.length > FINDINGS_SHOWN) shown.push(`and ${findings.length - FINDINGS_SHOWN} more`);
  return [
    `Audited at ${report.auditedAt}: channel ${report.channel}, read from the peer of ${report.readFrom}`,
    `Rows are read in versions ${report.rows.oldest} to ${report.rows.newest}`,
    `First block ${report.firstBlock}, ${report.firstBlockWasGiven ? 'as it was agreed on' : 'by the word of this peer'}`,
    `Head ${head.number}, hash ${head.hash}, commit hash ${head.commitHash}`,
    ...report.witnesses.map(witnessLine),
    ...(report.from > 0 ? [`Blocks before ${report.from} were audited earlier`] : []),
    `${report.blocks} blocks, ${report.transactions} transactions (${report.transactionsWithoutEffect} without effect), ` +
      `${report.operations} operations`,
    `${report.accountsWithPoints} accounts with points`,
    ...report.supply.map(
      ({ programId, issued, interest, outstanding, held, redeemed, expired, reversed }) =>
        `${programId}: issued ${issued}${interest === '0' ? '' : ` + interest ${interest}`} = outstanding ${outstanding} + held ${held} + redeemed ${redeemed} + ` +
        `expired ${expired} + reversed ${reversed}`,
    ),
    ...report.clearing.map(
      ({ cycle, debtor, creditor, programId, points }) =>
        `${cycle}: ${debtor} owes ${creditor} ${points} of ${programId}`,
    ),
    ...(report.configurations ?? []).map(configurationLine),
    ...(report.migrations ?? []).map(migrationLine),
    ...(report.bridges ?? []).map(bridgeLine),
    ...(report.unknownProgram === undefined ? [] : [`There is no programme ${report.unknownProgram} on this ledger`]),
    ...liabilityLines(report.liability),
    ...(report.about === undefined ? [] : subjectLines(report.about)),
    ...shown,
    findings.length === 0 ? 'Nothing is wrong.' : `${findings.length} things are wrong.`,
  ];
}

function configurationLine({ sequence, block, signedBy, changed, revocationBy }: AuditedConfiguration): string {
  const signers = signedBy.map(({ mspId, name }) => `${mspId} (${name})`).join(', ') || 'nobody';
  const what = revocationBy === undefined ? changed.join(', ') : `${revocationBy} took certificates of its own back`;
  return `Configuration ${sequence} in block ${block}, signed by ${signers}: ${what}`;
}

function liabilityLines(liability: LiabilityReport | undefined): string[] {
  if (liability === undefined) return [];
  const { programId, cohorts, totals } = liability;
  const line = (of: string, { outstanding, expectedRedemption }: LiabilitySums): string =>
    `${programId}, issued ${of}: outstanding ${outstanding}, of which ${expectedRedemption} are expected to be redeemed`;
  return [...cohorts.map((cohort) => line(`in ${cohort.month}`, cohort)), line('in all', totals)];
}

function migrationLine({ mspId, migrationId, status, balances, total, claimed, drawn }: AuditedMigration): string {
  const shown = drawn.length === 0 ? '' : `; to be shown the legacy evidence of: ${drawn.join(', ')}`;
  return `Migration ${migrationId} of ${mspId}, ${status}: ${balances} balances, ${total} points owed, ${claimed.amount} of them claimed${shown}`;
}

function bridgeLine({ programId, bridgeId, status, in: into, out }: AuditedBridge): string {
  return `Bridge ${bridgeId} of ${programId}, ${status}: ${into.points} points in (${into.count} operations), ${out.points} out (${out.count})`;
}

function witnessLine({ mspId, height, agrees, failure }: Testimony): string {
  if (agrees === undefined) return `The peer of ${mspId} could not be asked: ${failure}`;
  return `The peer of ${mspId}, with ${height} blocks, ${agrees ? 'has the same' : 'has something else'}`;
}

/** One line for each value, so that all of it fits one table. */
function csvLines(report: Report): string[] {
  const {
    supply,
    clearing,
    findings,
    witnesses,
    head,
    liability,
    about,
    migrations = [],
    bridges = [],
    ...rest
  } = report;
  const rows: (readonly [string, string, unknown])[] = [
    ...Object.entries(rest).map(([field, value]) => ['report', field, value] as const),
    ...Object.entries(head).map(([field, value]) => ['head', field, value] as const),
    ...witnesses.flatMap(({ mspId, ...said }) =>
      Object.entries(said).map(([field, value]) => [`peer of ${mspId}`, field, value] as const),
    ),
    ...supply.flatMap(({ programId, ...sums }) =>
      Object.entries(sums).map(([field, value]) => [`supply of ${programId}`, field, value] as const),
    ),
    ...clearing.map(
      ({ cycle, debtor, creditor, programId, points }) =>
        [`clearing ${cycle}`, `${debtor} owes ${creditor}, ${programId}`, points] as const,
    ),
    ...(liability?.cohorts ?? []).flatMap(({ month, redeemedByAge, ...sums }) => [
      ...Object.entries(sums).map(([field, value]) => [`liability of ${month}`, field, value] as const),
      ...redeemedByAge.map(({ age, points }) => [`liability of ${month}`, `redeemed at ${age}`, points] as const),
    ]),
    ...migrations.flatMap(({ mspId, migrationId, claimed, drawn, ...said }) =>
      Object.entries({ ...said, claimed: claimed.amount, drawn: drawn.join(' ') }).map(
        ([field, value]) => [`migration ${migrationId} of ${mspId}`, field, value] as const,
      ),
    ),
    ...bridges.flatMap(({ programId, bridgeId, status, in: into, out }) =>
      Object.entries({
        status,
        in: into.points,
        'in, count': into.count,
        out: out.points,
        'out, count': out.count,
      }).map(([field, value]) => [`bridge ${bridgeId} of ${programId}`, field, value] as const),
    ),
    ...(about === undefined ? [] : subjectRows(about)),
    ...findings.map(({ block, about, text }) => [`finding in block ${block}`, about, text] as const),
  ];
  return ['subject,field,value', ...rows.map((row) => row.map(csvField).join(','))];
}

/** A spreadsheet would run what begins like a formula. */
function csvField(value: unknown): string {
  const text = String(value).replace(/^[=+\-@\t]/, "'$&");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
