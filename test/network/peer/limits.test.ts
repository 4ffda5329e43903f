import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { PeerConnection } from '../../../network/admin/peer-connection.js';
import { callSystemChaincode, signedProposal } from '../../../network/admin/system-chaincode.js';
import { parseBlock } from '../../../network/embedded/wire/block.js';
import { decodeReadWriteSet } from '../../../network/embedded/wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../../../network/embedded/wire/transaction.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { TestNetwork } from '../../support/embedded-network.js';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..', '..');

describe('what the embedded network leaves out', () => {
  let network: TestNetwork;
  let admin: PeerConnection;

  beforeAll(async () => {
    network = await TestNetwork.start();
    admin = network.connect('HarborMSP', 'admin of the peer');
  });
  afterAll(() => network.close());

  test('joining by snapshot is refused', async () => {
    const call = callSystemChaincode(admin, { channel: '', chaincode: 'cscc', args: ['JoinChainBySnapshot', '/tmp'] });
    await expect(call).rejects.toThrow('Requested function JoinChainBySnapshot not found');
  });

  test('init-required is refused', async () => {
    const args = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName('other');
    args.setVersion('1.0');
    args.setSequence(1);
    args.setInitRequired(true);
    const call = callSystemChaincode(admin, {
      channel: 'points',
      chaincode: '_lifecycle',
      args: ['ApproveChaincodeDefinitionForMyOrg', args.serializeBinary()],
    });
    await expect(call).rejects.toThrow('init-required is not supported');
  });

  test.each([
    ['rich queries', ['query', '{}'], 'not supported for leveldb'],
    ['chaincode that calls chaincode', ['callOther'], 'chaincode-to-chaincode calls are not supported'],
  ])('%s: the chaincode gets an error', async (_name, [functionName, ...args], message) => {
    const evaluated = network.contract(network.connect()).evaluateTransaction(functionName!, ...args);
    await expect(evaluated).rejects.toThrow(message);
  });

  test('approvals are public rows of _lifecycle', async () => {
    const written: string[] = [];
    for (let number = 1; number < 3; number += 1) {
      const bytes = await callSystemChaincode(admin, {
        channel: 'points',
        chaincode: 'qscc',
        args: ['GetBlockByNumber', 'points', String(number)],
      });
      for (const envelope of parseBlock(bytes).data.filter(isEndorserTransaction)) {
        for (const { namespace, writes } of decodeReadWriteSet(parseTransaction(envelope).results).namespaces) {
          if (namespace === '_lifecycle') written.push(...writes.map(({ key }) => key));
        }
      }
    }
    expect(written).toContain('_implicit_org_HarborMSP/namespaces/metadata/points#1');
  });

  test('proposal responses carry no chaincode interest', async () => {
    const proposal = signedProposal(admin.identity, {
      channel: 'points',
      chaincode: network.topology.chaincode.name,
      args: ['put', 'a', 'b'],
    });
    const response = await new Promise<peer.ProposalResponse | undefined>((resolve) => {
      admin.endorser.processProposal(proposal, (_error, answer) => resolve(answer));
    });
    expect(response?.getResponse()?.getStatus()).toBe(200);
    expect(response?.hasInterest()).toBe(false);
  });

  test.each(['/discovery.Discovery/Discover', '/protos.Snapshot/Generate', '/gossip.Gossip/Ping'])(
    '%s is not served',
    async (path) => {
      const organization = network.organization('HarborMSP');
      const { host, port, hostname } = organization.peer;
      const root = readFileSync(organizationPaths(network.dataDir, organization).tlsCaCertPath);
      const client = new Client(`${host}:${port}`, credentials.createSsl(root), {
        'grpc.ssl_target_name_override': hostname,
      });
      const bytes = (value: Buffer) => value;
      const error = await new Promise<ServiceError | null>((resolve) => {
        client.makeUnaryRequest(path, bytes, bytes, Buffer.alloc(0), (failure) => resolve(failure));
      });
      client.close();
      expect(error?.code).toBe(12);
    },
  );
});

describe('LIMITS.md', () => {
  test('every difference names a test that exists', () => {
    const sources = readdirSync(join(ROOT, 'test', 'network'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(ROOT, 'test', 'network', name), 'utf8'))
      .join('\n');
    const rows = readFileSync(join(ROOT, 'network', 'embedded', 'LIMITS.md'), 'utf8')
      .split('\n')
      .filter((line) => /^\| (?!Fabric|-)/.test(line));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const [, name] = /\| ([^|]+) \|$/.exec(row) ?? [];
      expect(sources).toContain(name?.trim() ?? row);
    }
  });
});
