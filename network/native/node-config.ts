/** Configuration files of real peers and orderers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Organization } from '../topology.js';
import { FABRIC_3 } from './fabric-programs.js';
import { TIME_WINDOW_MINUTES } from '../time-window.js';

/**
 * The configuration files of a peer and an orderer, with only what differs from Fabric's built-in defaults or has none.
 * They are written as JSON, which is YAML too. Key names as in sampleconfig/core.yaml and orderer.yaml of
 * hyperledger/fabric.
 */

/** Folders of one node below `DATA_DIR/native`. */
export interface NodeFolders {
  /** Holds the configuration file; FABRIC_CFG_PATH. */
  readonly config: string;
  /** Ledger and whatever else the node keeps. */
  readonly state: string;
}

/** Folders of the node with this host name. */
export function nodeFolders(dataDir: string, hostname: string): NodeFolders {
  const root = join(dataDir, 'native', hostname);
  return { config: root, state: join(root, 'state') };
}

/** Has the process id of the node that was started last. */
export function pidPath(dataDir: string, hostname: string): string {
  return join(nodeFolders(dataDir, hostname).config, 'pid');
}

/** While this file exists, a node that has ended is not started again: time to repair something. */
export function holdPath(dataDir: string, hostname: string): string {
  return join(nodeFolders(dataDir, hostname).config, 'hold');
}

/** See {@link holdPath}. */
export function isHeld(dataDir: string, hostname: string): boolean {
  return existsSync(holdPath(dataDir, hostname));
}

/** What a peer's configuration depends on besides the topology. */
export interface PeerPeculiarities {
  /** Holds `bin/detect`, `bin/build` and `bin/release`. */
  readonly builderDir: string;
  /** Fabric's major version. */
  readonly major: number;
}

/** `core.yaml` of the organisation's peer. */
export function peerConfig(
  organization: Organization,
  dataDir: string,
  { builderDir, major }: PeerPeculiarities,
): object {
  const { mspId, peer, peers } = organization;
  const spares = peers.length - 1;
  const { peerMspDir, peerTlsDir } = organizationPaths(dataDir, organization);
  const { state } = nodeFolders(dataDir, peer.hostname);
  const address = `${peer.host}:${peer.port}`;
  return {
    peer: {
      id: peer.hostname,
      networkId: 'commonpoint',
      address,
      listenAddress: address,
      // Without it every peer of the machine takes port 7052, and all but the first die.
      chaincodeListenAddress: `${peer.host}:${peer.chaincodePort}`,
      localMspId: mspId,
      localMspType: 'bccsp',
      mspConfigPath: peerMspDir,
      fileSystemPath: state,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: { file: join(peerTlsDir, 'server.crt') },
        key: { file: join(peerTlsDir, 'server.key') },
        rootcert: { file: join(peerTlsDir, 'ca.crt') },
      },
      gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '10s' },
      keepalive: { minInterval: '10s' },
      gossip: {
        bootstrap: peers.map(({ host, port }) => `${host}:${port}`).join(' '),
        endpoint: address,
        // Other organisations' peers reach this one, and its gateway reaches theirs, only by this address.
        externalEndpoint: address,
        useLeaderElection: false,
        orgLeader: true,
        // The defaults, 25 s, 4 s and 5 s, are for many peers far apart: with them the first transactions would wait. Peers
        // that join at slightly different moments refuse each other at first, and try again after reconnectInterval.
        reconnectInterval: '250ms',
        publishStateInfoInterval: '500ms',
        requestStateInfoInterval: '500ms',
        aliveTimeInterval: '1s',
        // A peer's first connections fail, because it dials before it trusts the channel's certificates. gRPC would
        // go on with those, ever more slowly, for the default of 3 s.
        dialTimeout: '800ms',
        aliveExpirationTimeout: '10s',
        pvtData: {
          pullRetryThreshold: '10s',
          transientstoreMaxBlockRetention: 1000,
          pushAckTimeout: '3s',
          btlPullMargin: 10,
          reconcileBatchSize: 10,
          reconcileSleepInterval: '10s',
          reconciliationEnabled: true,
          // What it approves is in no block: with another peer it is kept there too.
          implicitCollectionDisseminationPolicy: { requiredPeerCount: spares, maxPeerCount: 1 },
        },
        state: { enabled: false },
      },
      deliveryclient: {
        blockGossipEnabled: false,
        reconnectTotalTimeThreshold: '3600s',
        connTimeout: '3s',
        reConnectBackoffThreshold: '3s',
        minimalReconnectInterval: '100ms',
        // An orderer may stand still without its connections breaking. A peer that reads blocks from it is behind until it
        // turns to another one, and with the default of 30 s its organisation could do nothing for so long.
        blockCensorshipTimeoutKey: '3s',
        policy: 'cluster',
      },
      authentication: { timewindow: `${TIME_WINDOW_MINUTES}m` },
      client: { connTimeout: '3s' },
      discovery: { enabled: true, authCacheEnabled: true, authCacheMaxSize: 1000, orgMembersAllowedAccess: false },
      handlers: {
        // A peer of 2.5 ends at once when it is told of a filter that it does not have.
        authFilters: ['DefaultAuth', 'ExpirationCheck', ...(major < FABRIC_3 ? [] : ['TimeWindowCheck'])].map(
          (name) => ({ name }),
        ),
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
      maxRecvMsgSize: 104857600,
      maxSendMsgSize: 104857600,
    },
    // No Docker: chaincode runs as a service.
    vm: { endpoint: '' },
    chaincode: {
      externalBuilders: [
        {
          name: 'ccaas_builder',
          path: builderDir,
          propagateEnvironment: ['CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG'],
        },
      ],
      installTimeout: '300s',
      startuptimeout: '300s',
      executetimeout: '30s',
      mode: 'net',
      // The Node shim exits when it is sent a KEEPALIVE.
      keepalive: 0,
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      logging: { level: 'info', shim: 'warning' },
      runtimeParams: {
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
      },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
        purgedKeyAuditLogging: true,
      },
      snapshots: { rootDir: join(state, 'snapshots') },
    },
    operations: { listenAddress: `${peer.host}:${peer.operationsPort}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  };
}

/** `orderer.yaml` of the organisation's orderer. */
export function ordererConfig(organization: Organization, dataDir: string): object {
  const { mspId, orderer } = organization;
  const { ordererMspDir, ordererTlsDir, tlsCaCertPath } = organizationPaths(dataDir, organization);
  const { state } = nodeFolders(dataDir, orderer.hostname);
  const tls = {
    Enabled: true,
    Certificate: join(ordererTlsDir, 'server.crt'),
    PrivateKey: join(ordererTlsDir, 'server.key'),
    RootCAs: [tlsCaCertPath],
  };
  return {
    General: {
      ListenAddress: orderer.host,
      ListenPort: orderer.port,
      TLS: { ...tls, ClientAuthRequired: false },
      Keepalive: { ServerMinInterval: '10s', ServerInterval: '7200s', ServerTimeout: '20s' },
      MaxRecvMsgSize: 104857600,
      MaxSendMsgSize: 104857600,
      Cluster: { SendBufferSize: 100 },
      BootstrapMethod: 'none',
      LocalMSPDir: ordererMspDir,
      LocalMSPID: mspId,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: `${TIME_WINDOW_MINUTES}m` },
    },
    FileLedger: { Location: join(state, 'ledger') },
    Operations: { ListenAddress: `${orderer.host}:${orderer.operationsPort}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: `${orderer.host}:${orderer.adminPort}`,
      // Only the organisation itself may tell its orderer which channels to join.
      TLS: { ...tls, ClientAuthRequired: true, ClientRootCAs: [tlsCaCertPath] },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: join(state, 'wal'), SnapDir: join(state, 'snapshot') },
  };
}
