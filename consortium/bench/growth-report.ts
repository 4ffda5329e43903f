/** What a large ledger takes, as lines for people. */
import type { Usage } from './process-usage.js';
import type { Latency, Read } from './read-times.js';

export interface Part {
  readonly rows: number;
  readonly elapsedMs: number;
  /** Resident memory is that at the end of the part. */
  readonly usage: Readonly<Record<string, Usage>>;
}

export interface Growth {
  readonly rows: number;
  /** As many rows each, the first ones first. */
  readonly parts: readonly Part[];
  /** From the end of the import until all gateways have written what statements are made of. */
  readonly linesMs: number;
  /** Of the importing gateway's file and that of its watch, and of one embedded peer and all that orders. */
  readonly bytes: {
    readonly gateway: number;
    readonly watch: number;
    readonly peer?: number;
    readonly orderers?: number;
  };
  /** In the importing gateway's file while it does not run, without HTTP. */
  readonly inProjection: Growth['reads'];
  /** Until everybody is ready, with the whole ledger. */
  readonly startMs: number;
  /** Right after that, before anything was read. */
  readonly firstReads: Growth['reads'];
  readonly reads: Readonly<Record<Read, Latency>>;
  readonly audit: { readonly perSecond: number; readonly residentMiB: number };
  readonly lost: { readonly perSecond: number; readonly livezMaxMs: number };
}

const latencyText = ({ p50Ms, p99Ms }: Latency): string => `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;

const whole = (value: number): string => Math.round(value).toLocaleString('en');

export const rateOf = ({ rows, elapsedMs }: Pick<Part, 'rows' | 'elapsedMs'>): number => rows / (elapsedMs / 1000);

export function growthReportLines({
  rows,
  parts,
  linesMs,
  bytes,
  inProjection,
  startMs,
  firstReads,
  reads,
  audit,
  lost,
}: Growth): string[] {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const names = Object.keys(last.usage);
  return [
    `${whole(rows)} rows imported in ${parts.length} parts, rows/s: ${parts.map((part) => whole(rateOf(part))).join(', ')}`,
    `the last part at ${(rateOf(last) / rateOf(first)).toFixed(2)} of the first one’s rate`,
    ...names.map((name) => {
      const byPart = (mib: (usage: Usage) => number | undefined): string =>
        parts.map(({ usage }) => whole((usage[name] && mib(usage[name])) ?? NaN)).join(', ');
      const mapped =
        last.usage[name]?.mappedMiB === undefined ? '' : `, of it mapped files ${byPart((it) => it.mappedMiB)}`;
      return `  ${name}: MiB after each part ${byPart((it) => it.residentMiB)}${mapped}`;
    }),
    `statement lines were written ${(linesMs / 1000).toFixed(1)} s after that`,
    `bytes for each row: the gateway’s file ${whole(bytes.gateway / rows)}, its watch’s ${whole(bytes.watch / rows)}` +
      (bytes.peer === undefined
        ? ''
        : `, a peer ${whole(bytes.peer / rows)}, orderers ${whole((bytes.orderers ?? 0) / rows)}`),
    `started with that ledger in ${(startMs / 1000).toFixed(1)} s`,
    ...Object.entries(reads).map(
      ([kind, latency]) =>
        `${kind}: ${latencyText(latency)}; first ones after the start ${latencyText(firstReads[kind as Read])}; ` +
        `in the projection ${latencyText(inProjection[kind as Read])}`,
    ),
    `audit: ${whole(audit.perSecond)} rows/s, at most ${whole(audit.residentMiB)} MiB with this program`,
    `a gateway without its file read ${whole(lost.perSecond)} rows/s again; /livez took ${lost.livezMaxMs.toFixed(0)} ms at the most`,
  ];
}
