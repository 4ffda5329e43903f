/** The four promises, worked out again from what the gateway reports, each with its evidence. */
import { type ComponentChildren, Fragment, type JSX } from 'preact';
import {
  capShare,
  capUsed,
  isWithinCap,
  netSums,
  otherRoots,
  supplyDifference,
  supplyParts,
} from '../data/invariants.js';
import { useProgramNames } from '../data/names.js';
import { usePrograms } from '../data/programs.js';
import { type Reading, useRead } from '../data/read.js';
import { useReadiness } from '../data/readiness.js';
import { AsOf, Card, Failure, Meter, Organization, Points, Waiting } from '../parts/parts.js';
import { count, cycleName, organizationName, percent, points } from '../texts/format.js';
import { t } from '../texts/text.js';

export function Invariants(): JSX.Element {
  return (
    <div class="grid invariants">
      <SupplyInvariant />
      <CapInvariant />
      <ClearingInvariant />
      <LedgerInvariant />
    </div>
  );
}

interface Verdict {
  readonly tone: 'good' | 'bad' | 'warn';
  readonly text: string;
}

function Invariant<T>(props: {
  readonly title: string;
  readonly of: Reading<T>;
  readonly verdict: (value: T) => Verdict;
  readonly claim: (value: T) => ComponentChildren;
  readonly evidence: (value: T) => ComponentChildren;
  readonly block: (value: T) => number | undefined;
}): JSX.Element {
  const { value, error, reload } = props.of;
  return (
    <Card title={props.title} class="invariant-card" aside={value && <AsOf block={props.block(value)} />}>
      {value === undefined ? (
        error ? (
          <Failure of={error} again={reload} />
        ) : (
          <Waiting lines={3} />
        )
      ) : (
        <div class="invariant">
          <Said {...(error ? ({ tone: 'warn', text: t('part.unreachable') } as const) : props.verdict(value))} />
          <p class="note">{props.claim(value)}</p>
          <details>
            <summary>{t('overview.evidence')}</summary>
            {props.evidence(value)}
          </details>
        </div>
      )}
    </Card>
  );
}

function Said({ tone, text }: Verdict): JSX.Element {
  return (
    <p class={`verdict ${tone}`} data-verdict={tone}>
      <span aria-hidden="true">{tone === 'good' ? '✓' : tone === 'bad' ? '✕' : '·'}</span>
      {text}
    </p>
  );
}

const holds = (is: boolean, otherwise: string): Verdict =>
  is ? { tone: 'good', text: t('overview.holds') } : { tone: 'bad', text: otherwise };

function SupplyInvariant(): JSX.Element {
  const reading = usePrograms();
  return (
    <Invariant
      title={t('overview.supply')}
      of={reading}
      block={({ programs, asOfBlock }) => programs[0]?.supply.asOfBlock ?? asOfBlock}
      verdict={({ programs }) =>
        holds(
          programs.every(({ supply }) => supplyDifference(supply) === 0n),
          t('overview.broken'),
        )
      }
      claim={({ programs }) => t('overview.supplyClaim', { count: count(programs.length) })}
      evidence={({ programs }) =>
        programs.map(({ program, supply }) => (
          <div class="equation" key={program.programId}>
            <div>
              <strong>{program.name}</strong>
            </div>
            <div>
              <span>{t('supply.issued')}</span>
              <Points of={supply.issued} />
            </div>
            {supply.interest !== '0' && (
              <div>
                <span>+ {t('supply.interest')}</span>
                <Points of={supply.interest} />
              </div>
            )}
            {supplyParts.map((part) => (
              <div key={part}>
                <span>
                  {part === 'outstanding' ? '=' : '+'} {t(`supply.${part}`)}
                </span>
                <Points of={supply[part]} />
              </div>
            ))}
          </div>
        ))
      }
    />
  );
}

function CapInvariant(): JSX.Element {
  const reading = usePrograms();
  return (
    <Invariant
      title={t('overview.caps')}
      of={reading}
      block={({ programs, asOfBlock }) => programs[0]?.supply.asOfBlock ?? asOfBlock}
      verdict={({ programs }) =>
        holds(
          programs.every(({ supply }) => isWithinCap(supply)),
          t('overview.broken'),
        )
      }
      claim={() => t('overview.capsClaim')}
      evidence={({ programs }) =>
        programs.map(({ program, supply }) => (
          <div class="equation" key={program.programId}>
            <div>
              <strong>{program.name}</strong>
              <span>{percent(capShare(supply), 2)}</span>
            </div>
            <Meter part={capShare(supply)} label={t('programs.capUsed')} />
            <div>
              <span>{t(supply.capOn === 'issued' ? 'programs.capOnIssued' : 'programs.capOnOutstanding')}</span>
              <span>
                {points(capUsed(supply))} / {points(supply.cap)}
              </span>
            </div>
          </div>
        ))
      }
    />
  );
}

function ClearingInvariant(): JSX.Element {
  const names = useProgramNames();
  const reading = useRead(
    'overview-clearing',
    async (client, signal) => {
      const { cycles } = await client.get('/v1/clearing/cycles', { signal });
      const cycle = cycles[0]?.cycle;
      if (cycle === undefined) return undefined;
      // As the gateway has them summed up: however many debts there are, they are as few as pairs and programmes.
      return client.get('/v1/clearing/cycles/{cycle}/positions', { params: { cycle }, signal });
    },
    ['points.redeemed', 'points.exchanged', 'points.reversed', 'hold.captured', 'cycle.'],
  );
  const sums = (value: typeof reading.value): readonly (readonly [string, bigint])[] => [...netSums(value?.net ?? [])];
  return (
    <Invariant
      title={t('overview.clearing')}
      of={reading as Reading<NonNullable<typeof reading.value>>}
      block={(value) => value.asOfBlock}
      verdict={(value) =>
        holds(
          sums(value).every(([, sum]) => sum === 0n),
          t('overview.broken'),
        )
      }
      claim={(value) => t('overview.clearingClaim', { cycle: cycleName(value.cycle) })}
      evidence={(value) => (
        <div class="equation">
          {sums(value).length === 0 && <p>{t('overview.clearingNothing')}</p>}
          {sums(value).map(([programId, sum]) => (
            <Fragment key={programId}>
              <div>
                <strong>{names(programId)}</strong>
              </div>
              {value.net
                .filter((each) => each.programId === programId)
                .map(({ mspId, amount }) => (
                  <div key={mspId}>
                    <Organization of={mspId} />
                    <Points of={amount} />
                  </div>
                ))}
              <div>
                <span>{t('overview.sum')}</span>
                <strong>
                  <Points of={sum.toString()} />
                </strong>
              </div>
            </Fragment>
          ))}
        </div>
      )}
    />
  );
}

function LedgerInvariant(): JSX.Element {
  const readiness = useReadiness();
  const log = useRead('log', (client, signal) => client.get('/v1/log', { signal }), ['points.', 'hold.']);
  const value = log.value && readiness.value && { log: log.value, watch: readiness.value.watch };
  const of: Reading<NonNullable<typeof value>> = {
    value,
    error: log.error ?? readiness.error,
    reload: log.reload,
  };
  return (
    <Invariant
      title={t('overview.ledger')}
      of={of}
      block={({ watch }) => watch.block}
      verdict={({ log: { size, root, checkpoints }, watch }) => {
        if (watch.findings > 0) return { tone: 'bad', text: t('overview.findings', { count: count(watch.findings) }) };
        const differ = otherRoots({ size, root }, checkpoints);
        if (differ.length > 0)
          return { tone: 'bad', text: t('overview.otherRoots', { names: differ.map(organizationName).join(', ') }) };
        if (watch.state === 'off' || watch.state === 'broken') return { tone: 'warn', text: t('overview.notWatched') };
        return holds(true, '');
      }}
      claim={() => t('overview.ledgerClaim')}
      evidence={({ log: { size, root, checkpoints }, watch }) => (
        <div class="equation">
          <div>
            <span>{t('overview.recomputed')}</span>
            <span>{watch.block === undefined ? '—' : t('part.asOfBlock', { block: watch.block })}</span>
          </div>
          <div>
            <span>{t('overview.found')}</span>
            <span>{count(watch.findings)}</span>
          </div>
          <div>
            <span>{t('overview.entries')}</span>
            <span>
              {count(size)} · <code title={root}>{root.slice(0, 8)}…</code>
            </span>
          </div>
          {checkpoints.map(({ mspId, size: signedSize, root: signedRoot }) => (
            <div key={mspId}>
              <span>{t('overview.signedBy', { name: organizationName(mspId) })}</span>
              <span>
                {count(signedSize)} · <code title={signedRoot}>{signedRoot.slice(0, 8)}…</code>
              </span>
            </div>
          ))}
        </div>
      )}
    />
  );
}
