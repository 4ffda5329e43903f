/**
 * What everybody may know of an organisation's figures: that they exist and their hashes from the peer, when they were
 * written from the blocks.
 */
import {
  figureKeyParts,
  figuresCollection,
  figuresKeyParts,
  publishedFigures as publishedEntry,
  type RequestOf,
  type Role,
} from '@commonpoint/catalogue';
import type { Read } from '../../channel/reads.js';
import type { Gateway } from '../../gateway.js';
import { hashedWriteQueries, type HashedWriteRow } from '../../projection/hashed-writes.js';
import type { PublishedView } from './views.js';

/** @throws Failure COLLECTION_UNKNOWN */
export async function readPublishedFigures(
  gateway: Pick<Gateway, 'peer' | 'projection'>,
  request: RequestOf<typeof publishedEntry>,
  role: Role,
): Promise<Read<readonly PublishedView[]>> {
  const { owner } = request;
  const { value, asOfBlock } = await gateway.peer.read(publishedEntry, request, role);
  const { writesOf } = gateway.projection.of(hashedWriteQueries);
  const figures = value.figures.map((figure): PublishedView => {
    const { period, name, hash: current } = figure;
    const written = writesOfFigure(gateway, owner, period, name).findLast(({ valueHash }) => valueHash === current);
    if (written === undefined) return figure;
    const { blockNumber, txId } = written;
    // Whatever is done to a month writes its outline, so everybody can count.
    const outlines = writesOf(figuresCollection(owner), figuresKeyParts(period));
    const revision = outlines.findIndex((outline) => outline.txId === txId) + 1;
    return { ...figure, revision, written: { blockNumber, txId } };
  });
  return { value: figures, asOfBlock };
}

/** All writes of a figure, oldest first. */
export function writesOfFigure(
  { projection }: Pick<Gateway, 'projection'>,
  owner: string,
  period: string,
  name: string,
): HashedWriteRow[] {
  return projection.of(hashedWriteQueries).writesOf(figuresCollection(owner), figureKeyParts(period, name));
}
