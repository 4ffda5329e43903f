/**
 * A chaincode about private data on the unmodified fabric-shim, for tests of networks. Values come in the transient map
 * under `value`. Started as `node private-data-chaincode.cjs <package id> <host:port>`; prints `ready` when it listens.
 */
'use strict';

process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'ERROR';
const { peer } = require('@hyperledger/fabric-protos');
const shim = require('fabric-shim');

const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE } = peer.ChaincodeMessage.Type;

function secret(stub) {
  const value = stub.getTransient().get('value');
  if (!value) throw new Error('no transient value');
  return Buffer.from(value);
}

function ask(stub, type, payload, method) {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload.serializeBinary());
  message.setTxid(stub.getTxID());
  message.setChannelId(stub.getChannelID());
  return stub.handler._askPeerAndListen(message, method);
}

async function rows(iterator) {
  const found = [];
  for await (const { key, value } of iterator) found.push([key, Buffer.from(value).toString()]);
  return found;
}

const functions = {
  put: (stub, collection, key) => stub.putPrivateData(collection, key, secret(stub)),
  get: (stub, collection, key) => stub.getPrivateData(collection, key),
  del: (stub, collection, key) => stub.deletePrivateData(collection, key),
  purge: (stub, collection, key) => stub.purgePrivateData(collection, key),
  async hash(stub, collection, key) {
    return Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex');
  },
  async range(stub, collection, start, end) {
    return JSON.stringify(await rows(stub.getPrivateDataByRange(collection, start, end)));
  },
  async rangeThenPut(stub, collection, start, end) {
    await functions.range(stub, collection, start, end);
    await stub.putState('counted', Buffer.from('yes'));
  },
  /** Reads the value and writes a new one. */
  async replace(stub, collection, key) {
    await stub.getPrivateData(collection, key);
    await stub.putPrivateData(collection, key, secret(stub));
  },
  /** Reads the hash and tells it to the public. */
  async publishHash(stub, collection, key) {
    await stub.putState(`hash of ${key}`, Buffer.from(await stub.getPrivateDataHash(collection, key)));
  },
  async putBoth(stub, collection, key) {
    await stub.putPrivateData(collection, key, secret(stub));
    await stub.putState(key, Buffer.from('public part'));
  },
  async putBatch(stub, collection, count) {
    const batch = new peer.WriteBatchState();
    for (let n = 0; n < Number(count); n += 1) {
      const record = new peer.WriteRecord();
      record.setType(peer.WriteRecord.Type.PUT_STATE);
      record.setCollection(collection);
      record.setKey(`batch-${n}`);
      record.setValue(secret(stub));
      batch.addRec(record);
    }
    await ask(stub, WRITE_BATCH_STATE, batch, 'PutState');
  },
  async getBatch(stub, collection, count) {
    const request = new peer.GetStateMultiple();
    request.setCollection(collection);
    for (let n = 0; n < Number(count); n += 1) request.addKeys(`batch-${n}`);
    const answer = await ask(stub, GET_STATE_MULTIPLE, request, 'GetState');
    const values = peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
    return JSON.stringify(values.map((value) => Buffer.from(value).toString()));
  },
  /** Asks for these organisations' peers whenever the key is written again. */
  async requirePeersOf(stub, collection, key, ...mspIds) {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    await stub.setPrivateDataValidationParameter(collection, key, policy.getPolicy());
  },
  async policyOf(stub, collection, key) {
    const policy = await stub.getPrivateDataValidationParameter(collection, key);
    return policy ? Buffer.from(policy).toString('hex') : '';
  },
  /** One more block. */
  fill: (stub) => stub.putState('filler', Buffer.from(stub.getTxID())),
};

class PrivateDataChaincode {
  async Init() {
    return shim.success();
  }

  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    try {
      const run = functions[fcn];
      if (!run) throw new Error(`no function ${fcn}`);
      const answer = await run(stub, ...params);
      return shim.success(answer === undefined ? undefined : Buffer.from(answer));
    } catch (error) {
      return shim.error(error.message);
    }
  }
}

const [, , ccid, address] = process.argv;
shim
  .server(new PrivateDataChaincode(), { ccid, address })
  .start()
  .then(
    () => process.stdout.write('ready\n'),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
process.on('disconnect', () => process.exit(0));
