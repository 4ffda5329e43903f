/** The log of receipts and its proofs, through HTTP: four organisations' gateways, and a verifier that has neither. */
import { readPolicy, Unverified, verifyConsistency, verifyReceipt, type UnverifiedCode } from '@commonpoint/verify';
import { NOW } from '../route-world.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

const everyMs = { jobsEveryMs: { signCheckpoints: 5 } };
const slugs = ['citypark', 'greenmart', 'auditor'] as const;

let harbor: StartedApp;
let others: StartedApp[];
let accountId: string;
const logOf = async (app: StartedApp) => (await app.auditor('get', '/v1/log').expect(200)).body;
/** The operation's id. */
async function issue(): Promise<string> {
  const asked = { programId: 'harbor', accountId, amount: '7' };
  return (await harbor.operator('post', '/v1/issuances').send(asked).expect(201)).body.operationId;
}
const proofOf = (operationId: string, app = harbor) => app.cashier('get', `/v1/operations/${operationId}/proof`);
/** Until all have signed the log as it is. */
const signed = () =>
  until(async () => {
    // The clock stands still otherwise, and nobody would say anything anew.
    jest.setSystemTime(Date.now() + 1_000);
    const { checkpoints, size } = await logOf(harbor);
    return checkpoints.length === 4 && checkpoints.every((each: { size: number }) => each.size === size);
  });

beforeEach(async () => {
  ({ app: harbor, accountId } = await startWithMembers({ parts: everyMs }));
  const start = (organization: (typeof slugs)[number]) =>
    startApp({ organization, network: harbor.network, parts: everyMs });
  others = await Promise.all(slugs.map(start));
});

/** Why it is not verified. */
async function refusal(proof: string, policy: object): Promise<UnverifiedCode | undefined> {
  try {
    await verifyReceipt(proof, readPolicy(JSON.stringify(policy)));
    return undefined;
  } catch (error) {
    if (error instanceof Unverified) return error.code;
    throw error;
  }
}

it('a receipt is proved by the signatures of four organisations, of which an auditor is one', async () => {
  const sale = await issue();
  await signed();
  const { text, headers } = await proofOf(sale).expect(200);
  expect(headers['content-disposition']).toBe(`attachment; filename="${sale}.tlog-proof"`);
  const policy = readPolicy(JSON.stringify({ ...(await logOf(others[0]!)), quorum: 4 }));
  const { receipt, signers, index, size } = await verifyReceipt(text, policy);
  expect(receipt).toMatchObject({ id: sale, mspId: 'HarborMSP', kind: 'issue', amount: '7', accountId });
  expect(signers.map(({ name }) => name)).toEqual(['AuditorMSP', 'CityParkMSP', 'GreenMartMSP', 'HarborMSP']);
  expect(signers[0]!.at.getTime()).toBeGreaterThanOrEqual(Date.parse(NOW));
  expect([index, size]).toEqual([1, 2]);
});

it('the log as it is signed continues what a proof of before was of, by whichever gateway', async () => {
  const sale = await issue();
  await signed();
  const { text } = await proofOf(sale).expect(200);
  const policy = readPolicy(JSON.stringify({ ...(await logOf(others[0]!)), quorum: 4 }));
  const { size } = await verifyReceipt(text, policy);
  const [, , root = ''] = text.split('\n\n')[1]!.split('\n');
  for (let n = 0; n < 3; n += 1) await issue();
  await signed();
  for (const app of [harbor, ...others]) {
    const { text: file } = await app.auditor('get', `/v1/log/consistency?from=${size}`).expect(200);
    const proved = await verifyConsistency(file, policy, { size, root });
    expect([proved.before.size, proved.after.size, proved.signers.length]).toEqual([2, 5, 4]);
  }
  const between = await harbor.auditor('get', '/v1/log/consistency?from=1&to=2').expect(200);
  expect((await verifyConsistency(between.text, policy)).after.size).toBe(2);
});

it.each([
  ['more leaves than anybody signed', 'from=900', 404, 'CHECKPOINT_AWAITED', undefined],
  ['a size that nobody signed', 'from=1&to=900', 404, 'CHECKPOINT_AWAITED', undefined],
  ['one that is smaller', 'from=2&to=1', 400, 'REQUEST_INVALID', '/query/to'],
  ['none', 'from=0', 400, 'REQUEST_INVALID', '/query/from'],
  ['half a leaf', 'from=1.5', 400, 'REQUEST_INVALID', '/query/from'],
  ['no size', '', 400, 'REQUEST_INVALID', '/query/from'],
])('a log of %s is not proved from', async (_what, query, status, code, pointer) => {
  await issue();
  await signed();
  const { body } = await harbor.auditor('get', `/v1/log/consistency?${query}`);
  expect([body.status, body.code, body.errors?.[0].pointer]).toEqual([status, code, pointer]);
});

it('all gateways make the same log, and one that lost its file makes it again', async () => {
  const sale = await issue();
  await signed();
  const logs = await Promise.all([harbor, ...others].map(logOf));
  const again = await startApp({ network: harbor.network, parts: { databasePath: databaseAt('again') } });
  logs.push(await logOf(again));
  for (const { origin, size, root } of logs) expect([origin, size, root]).toEqual([logs[0].origin, 2, logs[0].root]);
  // It has the key still, as that follows from the organisation's secret.
  const proof = await proofOf(sale, again).expect(200);
  expect(proof.text).toBe((await proofOf(sale).expect(200)).text);
});

it('what no checkpoint has yet is waited for, and what there is not is unknown', async () => {
  await signed();
  expect((await proofOf(await issue()).expect(404)).body.code).toBe('CHECKPOINT_AWAITED');
  expect((await proofOf('sale-3').expect(404)).body.code).toBe('OPERATION_UNKNOWN');
});

it('a proof is not given out before more than half have signed it, unless the others stay away for a minute', async () => {
  const before = await issue();
  await signed();
  await Promise.all(others.map(({ gateway }) => gateway.close(0)));
  const sale = await issue();
  // Harbor's own turn comes by the clock, and nobody else signs.
  await until(async () => {
    jest.setSystemTime(Date.now() + 1_000);
    return (await logOf(harbor)).checkpoints.some((each: { size: number }) => each.size === 3);
  });
  expect((await proofOf(sale).expect(404)).body.code).toBe('CHECKPOINT_AWAITED');
  const asked = (to: string) => harbor.auditor('get', `/v1/log/consistency?from=1${to}`);
  expect((await asked('&to=3').expect(404)).body.code).toBe('CHECKPOINT_AWAITED');
  // What all signed is given out meanwhile.
  const policy = readPolicy(JSON.stringify(await logOf(harbor)));
  expect((await verifyReceipt((await proofOf(before).expect(200)).text, policy)).signers).toHaveLength(4);
  expect((await verifyConsistency((await asked('').expect(200)).text, policy)).after.size).toBe(2);
  jest.setSystemTime(Date.now() + 60_000);
  const { text } = await proofOf(sale).expect(200);
  expect(await refusal(text, await logOf(harbor))).toBe('SIGNATURES_TOO_FEW');
  expect(await refusal(text, { ...(await logOf(harbor)), quorum: 1 })).toBeUndefined();
  await asked('&to=3').expect(200);
});

it('what was done to an operation since is in its proof', async () => {
  const sale = await issue();
  await harbor.operator('post', '/v1/reversals').send({ operationId: sale }).expect(201);
  await signed();
  const policy = readPolicy(JSON.stringify(await logOf(harbor)));
  const { receipt } = await verifyReceipt((await proofOf(sale).expect(200)).text, policy);
  expect(receipt).toMatchObject({ id: sale, reversed: '7' });
});

it('refused is a proof of another log, and one that too few have signed, or with a key that was revoked', async () => {
  const sale = await issue();
  await signed();
  const { text } = await proofOf(sale).expect(200);
  const log = await logOf(harbor);
  expect(await refusal(text, log)).toBeUndefined();
  expect(await refusal(text, { ...log, origin: `commonpoint/${'0'.repeat(64)}` })).toBe('LOG_OTHER');
  const [first, ...rest] = log.keys as { mspId: string; keys: object[] }[];
  const stranger = { mspId: 'StrangerMSP', keys: first!.keys };
  expect(await refusal(text, { ...log, quorum: 4, keys: [stranger, ...rest] })).toBe('SIGNATURES_TOO_FEW');
  const { body } = await harbor.admin('post', '/v1/log/key/rotate').expect(200);
  expect(body.keys).toMatchObject([{ revokedAt: expect.any(String) }, { publicKey: expect.any(String) }]);
  await until(async () => (await logOf(harbor)).keys.at(-1).keys.length === 2);
  expect(await refusal(text, { ...(await logOf(harbor)), quorum: 4 })).toBe('KEY_REVOKED');
  // Signed anew with the next key, once the log has grown.
  await issue();
  await signed();
  const { text: later } = await proofOf(sale).expect(200);
  expect(await refusal(later, { ...(await logOf(harbor)), quorum: 4 })).toBeUndefined();
});
