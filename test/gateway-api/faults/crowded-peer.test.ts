/** A peer that takes calls and is silent: it never has more of them under way than it takes, those that were overtaken among them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, status, type UntypedHandleCall } from '@grpc/grpc-js';
import { gateway as messages } from '@hyperledger/fabric-protos';
import { openFabricChannel } from '../../../gateway-api/src/fabric/fabric-channel.js';
import { CALLS_AT_ONCE_MAX } from '../../../gateway-api/src/fabric/limit-calls.js';
import { eventually } from '../../support/eventually.js';
import { selfSigned } from '../../support/self-signed.js';

type Call = { on(event: 'cancelled', listener: () => void): void };

/** `peer.limits.concurrency.gatewayService`. */
const PEER_TAKES = 500;

it(`no more than ${CALLS_AT_ONCE_MAX} calls are under way at the peer, whoever waits for them`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-crowded-'));
  const { certificate, privateKey } = await selfSigned('peer0', new Date(Date.now() + 3_600_000));
  const credentials = { certificate, privateKey };
  writeFileSync(join(folder, 'root.pem'), certificate);
  const identity = { type: 'X.509', version: 1, mspId: 'HarborMSP', credentials };
  writeFileSync(join(folder, 'operator.id'), JSON.stringify(identity));

  let [underWay, most] = [0, 0];
  let refuses = true;
  const silent = ((call: Call, answer: (error: object) => void) => {
    if (refuses) return answer({ code: status.UNAVAILABLE, details: 'the other peer is away' });
    most = Math.max(most, ++underWay);
    call.on('cancelled', () => (underWay -= 1));
  }) as unknown as UntypedHandleCall;
  const server = new Server({ 'grpc.max_concurrent_streams': 10_000 });
  server.addService(messages.GatewayService, {
    evaluate: silent,
    endorse: silent,
    submit: silent,
    commitStatus: silent,
    chaincodeEvents: silent,
  });
  const port = await new Promise<number>((resolve, reject) => {
    const secure = ServerCredentials.createSsl(null, [
      { cert_chain: Buffer.from(certificate), private_key: Buffer.from(privateKey) },
    ]);
    server.bindAsync('127.0.0.1:0', secure, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const channel = await openFabricChannel({
    mspId: 'HarborMSP',
    channel: 'points',
    chaincode: 'points',
    peer: { endpoint: `127.0.0.1:${port}`, hostname: 'peer0', tlsRootCertPath: join(folder, 'root.pem') },
    walletPath: folder,
    endorsers: ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'],
  });
  try {
    // All other merchants are known to be unwell: then each caller who waits for one asks the next one too.
    await channel.endorse('operator', 'Points:Post', '{}').catch(() => undefined);
    refuses = false;
    for (let call = 0; call < 300; call++) {
      void channel.endorse('operator', 'Points:Post', '{}').catch(() => undefined);
    }
    await eventually(
      () => Promise.resolve(most),
      (count) => count >= CALLS_AT_ONCE_MAX,
      { timeoutMs: 10_000, intervalMs: 20 },
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(most).toBe(CALLS_AT_ONCE_MAX);
    expect(most).toBeLessThan(PEER_TAKES);
  } finally {
    channel.close();
    server.forceShutdown();
    rmSync(folder, { recursive: true });
  }
}, 30_000);
