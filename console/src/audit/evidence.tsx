/** Evidence to take away: everything that the gateway has of one member, one programme or one cycle, with its block, in one file. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { downloadJson } from '../data/download.js';
import { type EvidenceOf, evidenceOf } from '../data/evidence.js';
import { useProgramList } from '../data/programs.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { refusedText } from '../parts/act.js';
import { Card, Failure, Field } from '../parts/parts.js';
import { cycleName } from '../texts/format.js';
import { t } from '../texts/text.js';

export function Evidence(): JSX.Element {
  const { client, who } = useSession();
  const [failure, setFailure] = useState<Error>();
  const [progress, setProgress] = useState<string>();
  const programs = useProgramList();
  const cycles = useRead('cycles', (own, signal) => own.get('/v1/clearing/cycles', { signal }), ['cycle.']);
  const [member, setMember] = useState('');
  const [program, setProgram] = useState<string>();
  const [cycle, setCycle] = useState<string>();
  const programId = program ?? programs.value?.programs[0]?.programId ?? '';
  const chosenCycle = cycle ?? cycles.value?.cycles[0]?.cycle ?? '';
  const take = (of: EvidenceOf, name: string): void => {
    setFailure(undefined);
    setProgress(t('audit.collecting'));
    evidenceOf(client, who, of)
      .then((evidence) => {
        downloadJson(`${name.replaceAll(/[^\w.-]+/g, '-')}.json`, evidence);
        setProgress(t('audit.collected'));
      })
      .catch((error: unknown) => {
        setFailure(error as Error);
        setProgress(undefined);
      });
  };
  return (
    <Card title={t('audit.evidence')} note={t('audit.evidenceNote')}>
      <div class="form evidence">
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            take({ kind: 'member', accountId: member.trim() }, `evidence-${member.trim()}`);
          }}
        >
          <Field
            label={t('audit.ofMember')}
            hint={t('audit.ofMemberHint')}
            error={refusedText({ failure }, 'accountId')}
          >
            {(attributes) => (
              <input
                {...attributes}
                required
                value={member}
                onInput={(event) => {
                  setFailure(undefined);
                  setMember(event.currentTarget.value);
                }}
              />
            )}
          </Field>
          <button disabled={member.trim() === ''}>{t('audit.download')}</button>
        </form>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            take({ kind: 'program', programId }, `evidence-${programId}`);
          }}
        >
          <Field label={t('audit.ofProgram')}>
            {(attributes) => (
              <select {...attributes} value={programId} onChange={(event) => setProgram(event.currentTarget.value)}>
                {programs.value?.programs.map((each) => (
                  <option key={each.programId} value={each.programId}>
                    {each.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button disabled={programId === ''}>{t('audit.download')}</button>
        </form>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            take({ kind: 'cycle', cycle: chosenCycle }, `evidence-cycle-${chosenCycle}`);
          }}
        >
          <Field label={t('audit.ofCycle')}>
            {(attributes) => (
              <select {...attributes} value={chosenCycle} onChange={(event) => setCycle(event.currentTarget.value)}>
                {cycles.value?.cycles.map((each) => (
                  <option key={each.cycle} value={each.cycle}>
                    {cycleName(each.cycle)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button disabled={chosenCycle === ''}>{t('audit.download')}</button>
        </form>
        {progress && (
          <p class="note" role="status">
            {progress}
          </p>
        )}
        {failure && <Failure of={failure} />}
      </div>
    </Card>
  );
}
