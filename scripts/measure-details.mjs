// How long a gateway's details take, and how much disk: `npm run bench:details -- 10000000 /path/to/an/empty/folder`.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, memoryUsage, stdout } from 'node:process';
import { DetailStore } from '../gateway-api/dist/store/detail-store.js';

const [count, folder] = [Number(argv[2] ?? 100_000), argv[3] ?? '.'];
const KEPT_AT_ONCE = 500;
/** A minute's worth of a busy gateway. */
const SEALED_AT_ONCE = 10_000;
const basket = (at) => ({ lines: [{ article: String(4_006_381_000_000 + at), quantity: 1, price: '3.98' }] });

const store = new DetailStore(join(folder, 'details.db'), 'HarborMSP');
const spent = { keep: 0, seal: 0, prove: 0 };
const timed = async (what, work) => {
  const begun = performance.now();
  const result = await work();
  spent[what] += performance.now() - begun;
  return result;
};
const perSecond = (done, ms) => Math.round((done / ms) * 1000);
let before = 0;
for (let at = 0; at < count; at += KEPT_AT_ONCE) {
  const given = Array.from({ length: Math.min(KEPT_AT_ONCE, count - at) }, (_, n) => ({
    operationId: `op-${String(at + n).padStart(40, '0')}`,
    schema: 'basket/1',
    detail: basket(at + n),
  }));
  await timed('keep', () => store.keep(given));
  if ((at + KEPT_AT_ONCE) % SEALED_AT_ONCE === 0 || at + KEPT_AT_ONCE >= count) {
    await timed('seal', () => store.seal(() => 'posted', SEALED_AT_ONCE));
    await timed('prove', () => store.tree.consistencyProof(before, store.tree.size));
    before = store.tree.size;
  }
}
const begun = performance.now();
const PROOFS = 1_000;
for (let n = 0; n < PROOFS; n += 1)
  store.tree.inclusionProof(Math.floor((store.tree.size * n) / PROOFS), store.tree.size);
const proofMs = (performance.now() - begun) / PROOFS;
const reopened = performance.now();
const { size } = store.tree;
store.close();
const again = new DetailStore(join(folder, 'details.db'), 'HarborMSP');
const openMs = performance.now() - reopened;
if (again.tree.size !== size) throw new Error('another size after it was opened anew');
again.close();
const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
stdout.write(
  `${size} leaves: kept ${perSecond(size, spent.keep)}/s (${KEPT_AT_ONCE} at once, each time on disk), made leaves ` +
    `${perSecond(size, spent.seal)}/s; ${(bytes / size).toFixed(0)} bytes each, ${(bytes / 2 ** 30).toFixed(2)} GiB; ` +
    `a proof ${proofMs.toFixed(2)} ms, an anchor's ${(spent.prove / Math.ceil(size / SEALED_AT_ONCE)).toFixed(2)} ms; ` +
    `opened in ${openMs.toFixed(0)} ms; ${Math.round(memoryUsage().rss / 2 ** 20)} MiB of memory\n`,
);
