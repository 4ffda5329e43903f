/** A new import: the file, how it is read, what it would come to, and the one button. */
import { type Problem, ProblemError, type Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { newIdempotencyKey } from '../data/idempotency.js';
import { refusedText } from '../parts/act.js';
import { Card, Failure, Field, Waiting } from '../parts/parts.js';
import { addressOf, goTo } from '../shell/router.js';
import { count } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { type ImportPreview, Preview } from './preview.js';

type Query = NonNullable<Routes['/v1/imports']['post']['query']>;

/** How a file may be written; what is not chosen, the gateway finds out. */
const formats = {
  encoding: ['utf-8', 'gbk', 'latin-1', 'utf-16le', 'utf-16be'],
  delimiter: ['comma', 'semicolon', 'tab', 'pipe'],
  decimalMark: ['point', 'comma'],
  groupMark: ['none', 'comma', 'point', 'space', 'apostrophe'],
  dateFormat: ['yyyy-mm-dd', 'yyyy/mm/dd', 'yyyymmdd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'dd-mm-yyyy', 'mm/dd/yyyy'],
} as const;
/** What is read for the preview; the whole file is what is imported. */
const PREVIEW_BYTES = 512 * 1024;

export function NewImport(): JSX.Element {
  const { client, who } = useSession();
  const programs = useProgramList();
  const own = (programs.value?.programs ?? []).filter(({ issuer }) => issuer === who.mspId);
  const [file, setFile] = useState<File>();
  const [chosen, setChosen] = useState<Partial<Record<string, string>>>({});
  const [preview, setPreview] = useState<ImportPreview>();
  const [failure, setFailure] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const [isOver, setOver] = useState(false);
  const [key, setKey] = useState('');
  const inputId = useId();
  const program = chosen['program'] ?? own[0]?.programId;
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ''));
  const query = { pointsPerUnit: '1', rounding: 'floor', ...given, program } as Query;

  useEffect(() => {
    if (file === undefined || program === undefined) return undefined;
    const controller = new AbortController();
    setBusy(true);
    setFailure(undefined);
    headOf(file)
      .then((head) =>
        client.post('/v1/imports/preview', head, {
          query,
          signal: controller.signal,
          headers: { 'content-type': 'text/csv' },
        }),
      )
      .then(
        (found) => {
          setPreview(found);
          setKey(newIdempotencyKey());
        },
        (error: unknown) => {
          if (controller.signal.aborted) return;
          // What was shown before is not what would be imported now.
          setPreview(undefined);
          setFailure(error as Error);
        },
      )
      .finally(() => {
        // What is read anew meanwhile is busy still, and its preview not the one that is shown.
        if (!controller.signal.aborted) setBusy(false);
      });
    return () => controller.abort();
  }, [file, JSON.stringify(query)]);

  const take = (files: FileList | null | undefined): void => {
    const [first] = files ?? [];
    if (first === undefined) return;
    setPreview(undefined);
    setFile(first);
  };
  const post = (): void => {
    if (file === undefined || preview === undefined) return;
    setBusy(true);
    setFailure(undefined);
    const settled = Object.fromEntries(new URLSearchParams(preview.query));
    client.attempts
      .request<{ importId: string }>(
        'POST',
        `/v1/imports?${new URLSearchParams({ ...settled, ...(query as Record<string, string>) }).toString()}`,
        {
          body: file,
          idempotencyKey: key,
          headers: { 'content-type': 'text/csv' },
        },
      )
      .then(({ status, body }) => {
        if (status < 300) goTo(addressOf(['imports', body.importId]));
        else setFailure(new ProblemError('POST', '/v1/imports', body as unknown as Problem, {}));
      }, setFailure)
      .finally(() => setBusy(false));
  };

  if (programs.value !== undefined && own.length === 0)
    return (
      <Card>
        <p class="empty">{t('members.noOwnProgram')}</p>
      </Card>
    );
  return (
    <Card title={t('imports.new')} note={t('imports.newNote')}>
      <div class="form">
        <label
          class={`drop ${isOver ? 'over' : ''}`}
          htmlFor={inputId}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            take(event.dataTransfer?.files);
          }}
        >
          <strong>{file ? file.name : t('imports.drop')}</strong>
          <span class="note">{file ? t('imports.bytes', { count: count(file.size) }) : t('imports.dropNote')}</span>
          <input
            id={inputId}
            class="unseen"
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={(event) => take(event.currentTarget.files)}
          />
        </label>
        {file && (
          <>
            <div class="row">
              <Select
                label={t('members.program')}
                value={program ?? ''}
                onChoose={(value) => setChosen({ ...chosen, program: value })}
                options={own.map(({ programId, name }) => [programId, name])}
              />
              <Field label={t('imports.pointsPerUnit')} error={refusedText({ failure }, 'pointsPerUnit')}>
                {(attributes) => (
                  <input
                    {...attributes}
                    inputMode="decimal"
                    value={chosen['pointsPerUnit'] ?? '1'}
                    onInput={(event) => setChosen({ ...chosen, pointsPerUnit: event.currentTarget.value.trim() })}
                  />
                )}
              </Field>
              <Select
                label={t('imports.rounding')}
                value={chosen['rounding'] ?? 'floor'}
                onChoose={(value) => setChosen({ ...chosen, rounding: value })}
                options={(['floor', 'half-up', 'ceiling'] as const).map((each) => [each, tOf('rounding', each)])}
              />
            </div>
            <details class="mapping" open={(preview?.questions.length ?? 0) > 0}>
              <summary>{t('imports.mapping')}</summary>
              <div class="row">
                {Object.entries(formats).map(([name, values]) => (
                  <Select
                    key={name}
                    label={tOf('format', name)}
                    value={chosen[name] ?? ''}
                    onChoose={(value) => setChosen({ ...chosen, [name]: value })}
                    options={[
                      ['', t('imports.found', { value: found(preview, name) })],
                      ...values.map((value) => [value, tOf('formatValue', value)] as [string, string]),
                    ]}
                  />
                ))}
              </div>
            </details>
          </>
        )}
        {failure && <Failure of={failure} />}
        {file && preview === undefined && isBusy && <Waiting />}
        {file && preview && (
          <>
            <Preview of={preview} isPartial={file.size > PREVIEW_BYTES} />
            <div class="actions">
              <button class="primary" disabled={isBusy || preview.questions.length > 0} onClick={post}>
                {isBusy ? t('part.busy') : t('imports.go')}
              </button>
              <button
                type="button"
                onClick={() => {
                  setFile(undefined);
                  setPreview(undefined);
                  setFailure(undefined);
                }}
              >
                {t('imports.other')}
              </button>
            </div>
          </>
        )}
      </div>
    </Card>
  );
}

function found(preview: ImportPreview | undefined, name: string): string {
  const value = preview && (preview.format as unknown as Record<string, string | number>)[name];
  return value === undefined ? '…' : tOf('formatValue', String(value));
}

/** The first rows, whole: what is cut off at the end would look like a damaged row. */
async function headOf(file: File): Promise<Blob> {
  if (file.size <= PREVIEW_BYTES) return file;
  const bytes = new Uint8Array(await file.slice(0, PREVIEW_BYTES).arrayBuffer());
  const end = bytes.lastIndexOf(0x0a);
  return file.slice(0, end === -1 ? PREVIEW_BYTES : end + 1);
}

function Select(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <Field label={props.label}>
      {(attributes) => (
        <select {...attributes} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
          {props.options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
