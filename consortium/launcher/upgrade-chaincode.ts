/**
 * Another code takes the chaincode's place while everybody works: `npm run network -- upgrade FOLDER`. It runs beside the present one, with a
 * package of its own; members decide on the definition whose version names its digest, all approve, it is committed, and the old one ends when
 * nothing is under way in it any more. Which code peers run is seen on the ledger: the command may be cut off anywhere and run again.
 */
import { connect } from 'node:net';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { definitionHash } from '@commonpoint/network/admin/chaincode-definition';
import { installChaincode } from '@commonpoint/network/admin/lifecycle';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { retry } from '@commonpoint/network/admin/retry';
import { type ChaincodeCode, codeDigest, noteChaincodes, readChaincodes } from '@commonpoint/network/chaincodes';
import { createTopology, type Organization, withEachPeer } from '@commonpoint/network/topology';
import { agreedIn, type AgreedTopology } from '../description/founding.js';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { Steward } from '../steward/steward.js';
import { Complaint } from '../terminal/complaint.js';
import { defineTogether } from './carry-out-decisions.js';
import { knownTopology, noteRowsWritten, rowsOnLedger } from './data-folder.js';
import { decideAtOnce } from './decide-at-once.js';
import { readCredentials, readDelegates } from './gateway-files.js';
import { namedRows, type RowsOfCode, rowsOfCode, rowsOfGateway, whyNotTaken } from './row-versions.js';
import { requireCode } from './running-codes.js';

const RUNS_WITHIN_MS = 60_000;
/** A call of the old one takes no longer than a peer gives it, which is not long under load. */
const OVER_AFTER_MS = 5_000;
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export interface Upgrading {
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/** @throws Complaint */
export async function upgradeChaincode(given: string, { dataDir, say }: Upgrading): Promise<void> {
  const folder = resolve(given);
  if (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'dist'))) {
    throw new Complaint(`${folder} is no chaincode that was built: it has no package.json, or no dist.`, 2);
  }
  const rows = rowsOfCode(folder);
  const present = knownTopology(dataDir);
  await requireReaders(rows, dataDir, present.organizations);
  const code = noted(dataDir, folder, rows);
  const basePort = present.organizations[0]!.peer.port;
  const { chaincode } = createTopology({ basePort, chaincode: code });
  const topology: AgreedTopology = { ...present, chaincode, ...agreedIn(readDescription(descriptionPath())) };
  say(`code ${code.digest} as version ${chaincode.version}, at ${chaincode.endpoint.host}:${chaincode.endpoint.port}`);
  await retry({ what: 'reach it: `npm start` runs it', timeoutMs: RUNS_WITHIN_MS }, () => reach(chaincode.endpoint));
  await install(topology, dataDir);
  await define(topology, dataDir, code, say);
  noteRowsWritten(dataDir, rows.written);
  const codes = readChaincodes(dataDir);
  noteChaincodes(
    dataDir,
    codes.map((each) => ({ ...each, isCurrent: each.digest === code.digest })),
  );
  await sleep(OVER_AFTER_MS);
  noteChaincodes(dataDir, [{ ...code, isCurrent: true }]);
  say(`peers run ${chaincode.version}; what ran before has ended`);
}

/** Newer rows are written when every gateway reads them, and older ones no more afterwards. @throws Complaint */
async function requireReaders(
  rows: RowsOfCode,
  dataDir: string,
  organizations: readonly Organization[],
): Promise<void> {
  const ledger = rowsOnLedger(dataDir);
  const credentials = await readCredentials(dataDir);
  const asked = rows.written > ledger.newest ? organizations : [];
  const readers = await Promise.all(
    asked.flatMap(({ slug }) => {
      const gateway = credentials[slug];
      if (gateway === undefined) return [];
      return [rowsOfGateway(gateway.url).then((read) => ({ name: `the gateway of ${slug}`, rows: read }))];
    }),
  );
  const why = whyNotTaken(rows, ledger, readers);
  if (why !== undefined) throw new Complaint(why);
}

/** Notes it beside those that run; one that was noted by a run that was cut off stays where it is. */
function noted(dataDir: string, folder: string, rows: RowsOfCode): ChaincodeCode {
  const digest = codeDigest(folder);
  const codes = readChaincodes(dataDir);
  const known = codes.find((each) => each.digest === digest);
  if (known !== undefined) return known;
  const number = NUMBERS.find((each) => codes.every((other) => other.number !== each))!;
  const code = { digest, folder, number, ...namedRows(rows), isCurrent: false };
  // One that another upgrade, which was cut off, had begun is given up.
  noteChaincodes(dataDir, [...codes.filter(({ isCurrent }) => isCurrent), code]);
  return code;
}

function reach({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolvePromise();
    });
    socket.once('error', reject);
  });
}

async function install(topology: AgreedTopology, dataDir: string): Promise<void> {
  const connections = withEachPeer(topology.organizations).map((each) => connectPeer(each, dataDir));
  try {
    await Promise.all(connections.map((each) => installChaincode(each, packageChaincode(topology))));
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function define(
  topology: AgreedTopology,
  dataDir: string,
  code: ChaincodeCode,
  say: (line: string) => void,
): Promise<void> {
  const first = new Steward(topology, topology.organizations[0]!, dataDir, say);
  try {
    const [committed, before] = [await first.definition(), await first.proposals()];
    if (committed === undefined) throw new Complaint('the channel has no chaincode yet: `npm start` defines it.');
    const { version } = topology.chaincode;
    const isCommitted = committed.version === version;
    const definition = { ...committed, version, sequence: committed.sequence + 1 };
    if (!isCommitted) {
      const planHash = definitionHash(definition);
      const actions = [{ kind: 'chaincode-definition' as const, planHash }];
      const isDecided = before.some(
        (each) => each.status === 'executed' && JSON.stringify(each.actions) === JSON.stringify(actions),
      );
      const by = topology.organizations.filter(({ kind }) => kind === 'merchant');
      if (!isDecided) {
        const name = `chaincode-${code.digest.slice(0, 12)}`;
        await decideAtOnce({ delegates: await readDelegates(dataDir), by, name, actions, before, say });
      }
    }
    // What is approved is what was decided on, also if somebody changed it meanwhile.
    requireCode(code);
    const sequence = await defineTogether(topology, dataDir, {
      members: topology.organizations,
      definition: isCommitted ? undefined : definition,
    });
    say(`the chaincode is defined as ${version}, sequence ${sequence}`);
  } finally {
    first.close();
  }
}
