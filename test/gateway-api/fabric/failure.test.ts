/** What Fabric says and what it means. */
import { Metadata, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import {
  decodeErrorBody,
  endorsementFailure,
  isAlreadyOrdered,
  toChannelFailure,
} from '../../../gateway-api/src/fabric/failure.js';
import { Endorsers } from '../../../gateway-api/src/fabric/endorsers.js';

const body = '{"code":"ACCOUNT_UNKNOWN","detail":"no account x"}';

function gatewayError(code: status, message: string, ...details: string[]): GatewayError {
  const cause = Object.assign(new Error(message), { code, details: message, metadata: new Metadata() });
  return new GatewayError({
    code,
    message,
    cause,
    details: details.map((text) => ({ address: 'peer0:7051', mspId: 'CityParkMSP', message: text })),
  });
}

test.each([
  [
    'of an endorsement',
    gatewayError(
      status.ABORTED,
      'failed to endorse transaction, see attached details for more info',
      `chaincode response 500, ${body}`,
    ),
  ],
  [
    'of an evaluation',
    gatewayError(
      status.UNKNOWN,
      `2 UNKNOWN: evaluate call to endorser returned error: chaincode response 500, ${body}`,
    ),
  ],
])('the chaincode’s refusal %s', (_name, error) => {
  expect(toChannelFailure(error)).toMatchObject({
    kind: 'refused',
    body: { code: 'ACCOUNT_UNKNOWN', detail: 'no account x' },
  });
});

test.each([
  ['one of two', ['HarborMSP', 'CityParkMSP'], true],
  ['all that were asked', ['CityParkMSP'], false],
])('what is refused by %s', (_who, asked, isDisputed) => {
  const refusal = gatewayError(status.ABORTED, 'failed to endorse', `chaincode response 500, ${body}`);
  expect(endorsementFailure(refusal, asked)).toMatchObject({
    kind: 'refused',
    body: { code: 'ACCOUNT_UNKNOWN' },
    mspIds: ['CityParkMSP'],
    isDisputed,
  });
});

test.each(['read', 'write'])('a peer that does not let a client %s private rows', (what) => {
  const text = `chaincode response 500, GET_STATE failed: tx creator does not have ${what} access permission on privatedata in chaincodeName:points collectionName: figures-HarborMSP`;
  expect(toChannelFailure(gatewayError(status.ABORTED, 'failed to endorse', text))).toMatchObject({
    kind: 'refused',
    body: { code: 'PRIVATE_DATA_NOT_ALLOWED' },
  });
});

test.each([
  // Seen while a new definition was committed under load.
  [
    'redefined',
    gatewayError(
      status.ABORTED,
      'failed to endorse transaction, see attached details for more info',
      "error in simulation: chaincode definition for 'points' changed during invoke",
    ),
  ],
  // Seen when a revocation list was put into the channel's configuration.
  [
    'identity-refused',
    gatewayError(
      status.UNKNOWN,
      'failed to endorse',
      'error validating proposal: access denied: channel [points] creator org [HarborMSP]',
    ),
  ],
  [
    'signer-refused',
    gatewayError(
      status.UNAVAILABLE,
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
      'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the Writers sub-policies to be satisfied: permission denied',
    ),
  ],
  [
    'mismatch',
    gatewayError(status.ABORTED, 'failed to assemble transaction: ProposalResponsePayloads do not match (base64): ...'),
  ],
  ['unavailable', gatewayError(status.UNAVAILABLE, '14 UNAVAILABLE: No connection established')],
  ['unavailable', gatewayError(status.FAILED_PRECONDITION, 'no combination of peers can be derived')],
  ['unavailable', gatewayError(status.ABORTED, 'failed to collect', 'error sending: the peer is stopping')],
  ['unavailable', gatewayError(status.ABORTED, 'failed to collect', 'Database is not open')],
  ['unavailable', gatewayError(status.ABORTED, 'failed to collect', 'error in simulation: leveldb: closed')],
  [
    'unavailable',
    gatewayError(status.ABORTED, 'failed to endorse', 'error in simulation: could not launch chaincode points'),
  ],
  // Seen while the other peer was killed and came back.
  [
    'unavailable',
    gatewayError(
      status.ABORTED,
      'failed to collect enough transaction endorsements',
      'rpc error: code = Canceled desc = grpc: the client connection is closing',
    ),
  ],
  [
    'unavailable',
    gatewayError(
      status.ABORTED,
      'failed to endorse',
      'required to disseminate to at least 1 peers, but know of only 0 eligible peers',
    ),
  ],
  [
    'data-missing',
    gatewayError(
      status.ABORTED,
      'failed to endorse',
      'chaincode response 500, GET_STATE failed: transaction ID: 1: private data matching public hash version is not available. Public hash version = {BlockNum: 5, TxNum: 0}, Private data version = <nil>',
    ),
  ],
  [
    'no-collection',
    gatewayError(
      status.UNKNOWN,
      'chaincode response 500, GET_STATE failed: collection points/points/figures-x could not be found',
    ),
  ],
  [
    'no-collection',
    gatewayError(
      status.UNKNOWN,
      'chaincode response 500, collection [figures-x] not defined in the collection config for chaincode [points]',
    ),
  ],
  ['deadline', gatewayError(status.DEADLINE_EXCEEDED, '4 DEADLINE_EXCEEDED: Deadline exceeded after 15s')],
  [
    'overloaded',
    gatewayError(
      status.RESOURCE_EXHAUSTED,
      'too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
    ),
  ],
  [
    'unordered',
    gatewayError(
      status.UNAVAILABLE,
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
      'connection refused',
    ),
  ],
  ['unordered', gatewayError(status.UNAVAILABLE, 'no orderers could successfully process transaction')],
  ['unordered', gatewayError(status.UNAVAILABLE, 'no orderer nodes available')],
  [
    'unordered',
    gatewayError(status.DEADLINE_EXCEEDED, 'submit timeout expired while broadcasting to ordering service'),
  ],
  ['malformed', gatewayError(status.INTERNAL, 'something else')],
  ['malformed', new TypeError('a bug')],
])('%s', (kind, error) => expect(toChannelFailure(error).kind).toBe(kind));

test.each([
  ['request already processed', true],
  ['request already exists', false],
])('orderers that refuse with %j: already ordered is %s', (info, expected) => {
  const detail = `received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=failed to submit request: ${info}`;
  const message =
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';
  expect(isAlreadyOrdered(toChannelFailure(gatewayError(status.UNAVAILABLE, message, detail, detail)))).toBe(expected);
});

test.each(['chaincode response 500, not JSON', 'chaincode response 500, {"code":"MADE_UP"}', 'no response'])(
  '%j is not one of our refusals',
  (message) => expect(decodeErrorBody(message)).toBeUndefined(),
);

describe('endorsers', () => {
  test('own organisation and one other; one that failed rests', () => {
    let now = 0;
    const endorsers = new Endorsers('HarborMSP', ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'], () => now);
    expect(endorsers.choices()).toEqual([
      ['HarborMSP', 'CityParkMSP'],
      ['HarborMSP', 'GreenMartMSP'],
    ]);
    endorsers.failed(['CityParkMSP']);
    expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'GreenMartMSP']);
    now = 10_001;
    expect(endorsers.choices()[0]).toEqual(['HarborMSP', 'CityParkMSP']);
  });
});
