/**
 * A small chaincode on the unmodified fabric-shim, for tests of networks: one function per message of the shim.
 * Started as `node tiny-chaincode.cjs <package id> <host:port>`; prints `ready` when it listens.
 */
'use strict';

process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'ERROR';
const { peer } = require('@hyperledger/fabric-protos');
const shim = require('fabric-shim');

const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE } = peer.ChaincodeMessage.Type;

/** Sends a message that fabric-shim does not know yet. */
function ask(stub, type, payload, method) {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload.serializeBinary());
  message.setTxid(stub.getTxID());
  message.setChannelId(stub.getChannelID());
  return stub.handler._askPeerAndListen(message, method);
}

async function drain(iterator, row) {
  const rows = [];
  for (;;) {
    const { value, done } = await iterator.next();
    if (value) rows.push(row(value));
    if (done) break;
  }
  await iterator.close();
  return rows;
}

const keyValue = ({ key, value }) => [key, value.toString()];

const functions = {
  put: (stub, key, value) => stub.putState(key, Buffer.from(value)),
  get: (stub, key) => stub.getState(key),
  del: (stub, key) => stub.deleteState(key),
  async increment(stub, key) {
    const value = String(Number((await stub.getState(key)).toString() || '0') + 1);
    await stub.putState(key, Buffer.from(value));
    return value;
  },
  async putMany(stub, prefix, from, to) {
    for (let n = Number(from); n < Number(to); n += 1) {
      await stub.putState(`${prefix}${String(n).padStart(5, '0')}`, Buffer.from(`value ${n}`));
    }
  },
  async putBatch(stub, prefix, count) {
    const batch = new peer.WriteBatchState();
    for (let n = 0; n < Number(count); n += 1) {
      const record = new peer.WriteRecord();
      record.setType(peer.WriteRecord.Type.PUT_STATE);
      record.setKey(`${prefix}${String(n).padStart(5, '0')}`);
      record.setValue(Buffer.from(`batch ${n}`));
      batch.addRec(record);
    }
    await ask(stub, WRITE_BATCH_STATE, batch, 'PutState');
  },
  async getBatch(stub, prefix, count) {
    const request = new peer.GetStateMultiple();
    for (let n = 0; n < Number(count); n += 1) request.addKeys(`${prefix}${String(n).padStart(5, '0')}`);
    const answer = await ask(stub, GET_STATE_MULTIPLE, request, 'GetState');
    const values = peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
    return JSON.stringify(values.map((value) => Buffer.from(value).toString()));
  },
  /** Reads `count` rows and writes as many, in two messages. */
  async touchBatch(stub, prefix, count) {
    await functions.getBatch(stub, prefix, count);
    await functions.putBatch(stub, prefix, count);
  },
  async range(stub, start, end) {
    return JSON.stringify(await drain(await stub.getStateByRange(start, end), keyValue));
  },
  async rangeThenPut(stub, start, end, key) {
    const rows = await drain(await stub.getStateByRange(start, end), keyValue);
    await stub.putState(key, Buffer.from(String(rows.length)));
  },
  async firstOfRange(stub, start, end) {
    const iterator = await stub.getStateByRange(start, end);
    const { value } = await iterator.next();
    await iterator.close();
    return value.key;
  },
  async page(stub, start, end, size, bookmark) {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(start, end, Number(size), bookmark);
    return JSON.stringify({ rows: await drain(iterator, keyValue), ...metadata });
  },
  async composite(stub, type, ...attributes) {
    return JSON.stringify(
      await drain(await stub.getStateByPartialCompositeKey(type, attributes), ({ key }) => stub.splitCompositeKey(key)),
    );
  },
  putComposite: (stub, type, value, ...attributes) =>
    stub.putState(stub.createCompositeKey(type, attributes), Buffer.from(value)),
  async history(stub, key) {
    const row = ({ txId, value, isDelete }) => ({ txId, value: value.toString(), isDelete });
    return JSON.stringify(await drain(await stub.getHistoryForKey(key), row));
  },
  /** Asks for these organisations' peers whenever the key is written again. */
  async requirePeersOf(stub, key, ...mspIds) {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    await stub.setStateValidationParameter(key, policy.getPolicy());
  },
  async policyOf(stub, key) {
    const policy = await stub.getStateValidationParameter(key);
    return policy ? Buffer.from(policy).toString('hex') : '';
  },
  async event(stub, name, payload) {
    stub.setEvent(name, Buffer.from(payload));
    await stub.putState(`event ${stub.getTxID()}`, Buffer.from(payload));
  },
  fail() {
    throw new Error('the chaincode says no');
  },
  /** Differs from one endorser to the next. */
  random: (stub) => stub.putState('random', Buffer.from(`${process.hrtime.bigint()}`)),
  wait: (stub, milliseconds) => new Promise((resolve) => setTimeout(resolve, Number(milliseconds), 'waited')),
  privateGet: (stub, collection, key) => stub.getPrivateData(collection, key),
  async query(stub, query) {
    await stub.getQueryResult(query);
  },
  async callOther(stub) {
    await stub.invokeChaincode('other', ['get', 'a'], stub.getChannelID());
  },
  creator: (stub) => stub.getCreator().mspid,
  exit: () => process.exit(0),
};

class Tiny {
  async Init() {
    return shim.success(Buffer.from('initialised'));
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
const server = shim.server(new Tiny(), { ccid, address });
server.start().then(
  () => process.stdout.write('ready\n'),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
process.on('disconnect', () => process.exit(0));
