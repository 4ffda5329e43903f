/** The channel's first block lies in several places; each copy is made equal to the one in the orderers' chain. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BlockFile } from '../ledger/block-file.js';
import type { Log } from '../log.js';
import { parseBlock } from '../wire/block.js';
import { sameBytes } from '../wire/bytes.js';

/** `copies` are made where they are missing. */
export async function mendFirstBlock(ordererPath: string, copies: readonly string[], log: Log): Promise<void> {
  const first = await firstBlockOf(ordererPath);
  if (!first) return;
  for (const path of copies) {
    const found = existsSync(path) ? new Uint8Array(await readFile(path)) : undefined;
    if (found && sameBytes(found, first)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.partial`, first, { flush: true });
    await rename(`${path}.partial`, path);
    log(`${path} was ${found ? 'damaged' : 'missing'}, and was written again from the chain`);
  }
}

async function firstBlockOf(path: string): Promise<Uint8Array | undefined> {
  if (!existsSync(path)) return undefined;
  const file = await BlockFile.open(path);
  try {
    for await (const { bytes } of file.whole(0)) return parseBlock(bytes).bytes;
    return undefined;
  } finally {
    await file.close();
  }
}
