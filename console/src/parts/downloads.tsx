/** A list to take away as a file: all of it, as the gateway has it, whatever part of it is shown. */
import type { Client } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { download } from '../data/download.js';
import { useSession } from '../data/session.js';
import { t } from '../texts/text.js';
import { Failure } from './reading.js';

export interface Downloadable {
  /** Before its ending. */
  readonly name: string;
  readonly json: (client: Client) => Promise<object>;
  /** As the gateway writes it; absent where it does not. */
  readonly csv?: (client: Client) => Promise<unknown>;
}

/** What the gateway gives as CSV to whoever asks for that. */
export const asCsv = { accept: 'text/csv' } as const;

export function Downloads({ of: { name, json, csv } }: { of: Downloadable }): JSX.Element {
  const { client } = useSession();
  const [failure, setFailure] = useState<Error>();
  const give = (ending: string, type: string, read: Promise<string>): void => {
    setFailure(undefined);
    read.then((content) => download(`${name}.${ending}`, type, content), setFailure);
  };
  const asJson = (): void =>
    give(
      'json',
      'application/json',
      json(client).then((value) => `${JSON.stringify(value, null, 2)}\n`),
    );
  return (
    <>
      {csv && (
        <button
          type="button"
          class="quiet"
          aria-label={t('part.downloadCsv')}
          onClick={() => give('csv', 'text/csv', csv(client).then(String))}
        >
          <span aria-hidden="true">↓</span> CSV
        </button>
      )}
      <button type="button" class="quiet" aria-label={t('part.downloadJson')} onClick={asJson}>
        <span aria-hidden="true">↓</span> JSON
      </button>
      {failure && <Failure of={failure} />}
    </>
  );
}
