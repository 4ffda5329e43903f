/** Issuing or spending by hand: first what it would come to, then done, once. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Lot, lotsTaken } from '../data/lots.js';
import { useProgramList } from '../data/programs.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { useFrozen, useSending, useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Day, Dialog, Field, Points, Status, Waiting } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { points } from '../texts/format.js';
import { t } from '../texts/text.js';

interface Balance {
  readonly programId: string;
  readonly available: string;
}

interface Posted {
  readonly operationId: string;
  readonly state: string;
}

interface Props {
  readonly kind: 'issue' | 'redeem';
  readonly accountId: string;
  readonly balances: readonly Balance[];
  readonly onClose: () => void;
}

export function PointsDialog({ kind, accountId, onClose, ...live }: Props): JSX.Element {
  const { who } = useSession();
  const sending = useSending<Posted>();
  const balances = useFrozen(live.balances, sending.isSent);
  const programs = useProgramList();
  const eligible = (programs.value?.programs ?? []).filter(({ issuer, programId: id }) =>
    kind === 'issue' ? issuer === who.mspId : balances.some((each) => each.programId === id),
  );
  const [chosen, setChosen] = useState<string>();
  const [amount, setAmount] = useState('');
  const [reference, setReference] = useState('');
  const [isPreviewing, setPreviewing] = useState(false);
  const [refused, setRefused] = useState<string>();
  const programId = chosen ?? eligible[0]?.programId ?? '';
  const isAmount = /^[1-9]\d{0,17}$/.test(amount);
  const available = balances.find((each) => each.programId === programId)?.available ?? '0';

  const body = { programId, accountId, amount, ...(reference.trim() !== '' && { reference: reference.trim() }) };
  const write = useWrite<Posted>(
    isPreviewing ? { place: `${kind} ${accountId}`, content: body } : undefined,
    (client, idempotencyKey) =>
      client.post(kind === 'issue' ? '/v1/issuances' : '/v1/redemptions', body, { idempotencyKey }),
    undefined,
    sending,
  );
  const preview = (event: SubmitEvent): void => {
    event.preventDefault();
    setChosen(programId);
    setPreviewing(isAmount);
  };
  const title = t(kind === 'issue' ? 'members.issueTitle' : 'members.spendTitle');
  return (
    <Dialog title={title} onClose={onClose}>
      {programs.value === undefined ? (
        <Waiting />
      ) : eligible.length === 0 ? (
        <p class="empty">{t(kind === 'issue' ? 'members.noOwnProgram' : 'members.noPoints')}</p>
      ) : isPreviewing ? (
        <div class="form">
          <Preview
            {...{ kind, accountId, programId, available, amount }}
            isSent={sending.isSent || write.earlier?.isSame}
          />
          <Act
            of={write}
            label={title}
            fields={[{ name: 'amount', label: 'members.amount' }]}
            done={({ operationId, state }) => (
              <>
                <p>
                  <Status of={state} /> {points(amount)} {t('members.pointsOf')} {programId}
                </p>
                <a href={addressOf(['members', 'operation', who.mspId, operationId])}>{t('members.toOperation')}</a>
              </>
            )}
          />
          {write.done === undefined && !write.isBusy && (
            <button
              class="quiet"
              onClick={() => {
                setRefused(refusedText(write, 'amount'));
                write.reset();
                setPreviewing(false);
              }}
            >
              {t('members.change1')}
            </button>
          )}
        </div>
      ) : (
        <form class="form" onSubmit={preview}>
          <Field label={t('members.program')}>
            {(attributes) => (
              <select {...attributes} value={programId} onChange={(event) => setChosen(event.currentTarget.value)}>
                {eligible.map(({ programId: id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div class="row">
            <Field
              label={t('members.amount')}
              hint={kind === 'redeem' ? t('members.availableNow', { amount: points(available) }) : t('members.whole')}
              error={amount !== '' && !isAmount ? t('members.notWhole') : refused}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  inputMode="numeric"
                  autocomplete="off"
                  required
                  value={amount}
                  onInput={(event) => {
                    setRefused(undefined);
                    setAmount(event.currentTarget.value.trim());
                  }}
                />
              )}
            </Field>
            <Field label={t('members.reference')} hint={t('members.referenceHint')}>
              {(attributes) => (
                <input
                  {...attributes}
                  autocomplete="off"
                  maxLength={64}
                  value={reference}
                  onInput={(event) => setReference(event.currentTarget.value)}
                />
              )}
            </Field>
          </div>
          <button class="primary" disabled={!isAmount}>
            {t('members.preview')}
          </button>
        </form>
      )}
    </Dialog>
  );
}

function Preview(props: {
  readonly kind: 'issue' | 'redeem';
  readonly accountId: string;
  readonly programId: string;
  readonly available: string;
  readonly amount: string;
  /** It may be done already: what is there now does not tell whether it can be. */
  readonly isSent: boolean | undefined;
}): JSX.Element {
  const { kind, accountId, programId, available, amount, isSent = false } = props;
  const today = new Date().toISOString().slice(0, 10);
  // Pages of lots until there are enough of them.
  const lots = useRead(
    kind === 'redeem' ? `lots ${accountId} ${programId} ${amount}` : undefined,
    async (client, signal) => {
      const pages = client.pages('/v1/accounts/{accountId}/lots', {
        params: { accountId },
        signal,
        query: { programId },
      });
      const found: Lot[] = [];
      for await (const page of pages) {
        found.push(...page.lots);
        if (lotsTaken(found, programId, BigInt(amount), today).missing === 0n) break;
      }
      return found;
    },
  );
  const after = kind === 'issue' ? BigInt(available) + BigInt(amount) : BigInt(available) - BigInt(amount);
  const found = useFrozen(lots.value, isSent);
  const taken = found && lotsTaken(found, programId, BigInt(amount), today);
  return (
    <section class="preview" aria-label={t('members.preview')}>
      <ul class="sums">
        <li>
          <span>{t('members.availableBefore')}</span>
          <Points of={available} />
        </li>
        <li>
          <span>{t(kind === 'issue' ? 'kind.issue' : 'kind.redeem')}</span>
          <span class="figure">
            {kind === 'issue' ? '+' : '−'}
            {points(amount)}
          </span>
        </li>
        <li>
          <strong>{t('members.availableAfter')}</strong>
          <strong class={`figure ${after < 0n ? 'wrong' : ''}`}>{points(after)}</strong>
        </li>
      </ul>
      {after < 0n && !isSent && <p class="wrong">{t('members.tooMany')}</p>}
      {taken && taken.taken.length > 0 && (
        <>
          <h3>{t('members.lotsTaken')}</h3>
          <ul class="sums">
            {taken.taken.map(({ lot, amount: part }) => (
              <li key={lot.lotId}>
                <span>
                  {t('members.endsOn')} <Day of={lot.expiry} />
                </span>
                <Points of={part.toString()} />
              </li>
            ))}
          </ul>
        </>
      )}
      {kind === 'issue' && <p class="note">{t('members.issueNote')}</p>}
    </section>
  );
}
