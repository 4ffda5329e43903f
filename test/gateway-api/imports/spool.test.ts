/** What is acknowledged is on the disk, or nothing is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Spool } from '../../../gateway-api/src/imports/spool.js';

const folder = mkdtempSync(join(tmpdir(), 'spool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => jest.restoreAllMocks());

const drain = async (chunks: AsyncIterable<Buffer>): Promise<number> => {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
};
const body = () => Readable.from([Buffer.from('a'.repeat(1000)), Buffer.from('b'.repeat(1000))]);

/** All file handles of this process. */
async function handles(): Promise<files.FileHandle> {
  const handle = await files.open(join(folder, '..'), 'r');
  await handle.close();
  return Object.getPrototypeOf(handle);
}

test('a disk that takes less of a chunk than it is given is given the rest', async () => {
  const prototype = await handles();
  const write = prototype.write;
  jest.spyOn(prototype, 'write').mockImplementation(function (this: files.FileHandle, ...parameters: unknown[]) {
    const [chunk, offset] = parameters as [Buffer, number];
    const some = [chunk, offset, Math.min(300, chunk.length - offset), null];
    return Reflect.apply(write, this, some) as ReturnType<typeof write>;
  });
  const spool = new Spool(folder);
  expect(await spool.write('short', body(), drain)).toMatchObject({ bytes: 2000, read: 2000 });
  expect(readFileSync(spool.pathOf('short'), 'utf8')).toBe('a'.repeat(1000) + 'b'.repeat(1000));
});

test.each([
  ['write', () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))],
  ['write', () => Promise.resolve({ bytesWritten: 0 })],
  ['sync', () => Promise.reject(Object.assign(new Error('input/output error'), { code: 'EIO' }))],
  ['stat', () => Promise.resolve({ size: 1500 })],
] as const)('a disk whose %s fails is 503, and nothing is kept', async (method, fails) => {
  const before = readdirSync(folder);
  jest.spyOn(await handles(), method).mockImplementation(fails as never);
  const spooled = new Spool(folder).write(`failing-${method}`, body(), drain);
  await expect(spooled).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', more: { retryAfterS: 2 } });
  expect(readdirSync(folder)).toEqual(before);
});

test('a file that is refused while it comes in leaves nothing', async () => {
  const before = readdirSync(folder);
  const refuse = async (chunks: AsyncIterable<Buffer>): Promise<never> => {
    for await (const _ of chunks) throw new Error('not CSV');
    throw new Error('empty');
  };
  await expect(new Spool(folder).write('refused', body(), refuse)).rejects.toThrow('not CSV');
  expect(readdirSync(folder)).toEqual(before);
});
