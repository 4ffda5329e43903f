/** What this organisation says of a proposal: a vote, an objection, or that it be done. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useWrite } from '../data/write.js';
import { Act, refusedText } from '../parts/act.js';
import { Dialog, Field } from '../parts/parts.js';
import { t } from '../texts/text.js';

export type Say = 'vote' | 'object' | 'execute' | 'withdraw';

export function SayDialog({
  say,
  proposalId,
  onClose,
}: {
  say: Say;
  proposalId: string;
  onClose: () => void;
}): JSX.Element {
  const [vote, setVote] = useState<'for' | 'against' | 'abstain'>('for');
  const [reason, setReason] = useState('');
  const params = { proposalId };
  const because = reason.trim() === '' ? {} : { reason: reason.trim() };
  const what = { place: `${say} ${proposalId}`, content: [vote, because] };
  const write = useWrite<unknown>(what, (client, idempotencyKey) => {
    if (say === 'vote')
      return client.post('/v1/proposals/{proposalId}/votes', { vote, ...because }, { params, idempotencyKey });
    if (say === 'object')
      return client.post('/v1/proposals/{proposalId}/objections', because, { params, idempotencyKey });
    if (say === 'withdraw')
      return client.post('/v1/proposals/{proposalId}/withdrawal', undefined, { params, idempotencyKey });
    return client.post('/v1/proposals/{proposalId}/execution', undefined, { params, idempotencyKey });
  });
  return (
    <Dialog title={t(`governance.${say}`)} onClose={onClose}>
      <div class="form">
        <p>{t(`governance.${say}Note`)}</p>
        {say === 'vote' && (
          <fieldset class="choices">
            <legend class="unseen">{t('governance.vote')}</legend>
            {(['for', 'against', 'abstain'] as const).map((each) => (
              <label key={each}>
                <input type="radio" name="vote" value={each} checked={vote === each} onChange={() => setVote(each)} />
                {t(`vote.${each}`)}
              </label>
            ))}
          </fieldset>
        )}
        {(say === 'vote' || say === 'object') && (
          <Field label={t('governance.reason')} hint={t('governance.reasonHint')} error={refusedText(write, 'reason')}>
            {(attributes) => (
              <textarea
                {...attributes}
                maxLength={2000}
                value={reason}
                onInput={(event) => {
                  write.reset();
                  setReason(event.currentTarget.value);
                }}
              />
            )}
          </Field>
        )}
        <Act of={write} label={t(`governance.${say}`)} done={() => t('governance.saidIt')} />
      </div>
    </Dialog>
  );
}
