/** The chaincode's contracts, as `fabric-chaincode-node` looks for them. */
import { AccountsContract } from './ledger/accounts/accounts.contract.js';
import { BridgesContract } from './ledger/bridges/bridges.contract.js';
import { ClearingContract } from './ledger/clearing/clearing.contract.js';
import { CollateralContract } from './ledger/collateral/collateral.contract.js';
import { CreditContract } from './ledger/credit/credit.contract.js';
import { DisclosuresContract } from './ledger/figures/disclosures.contract.js';
import { EvidenceContract } from './ledger/evidence/evidence.contract.js';
import { FiguresContract } from './ledger/figures/figures.contract.js';
import { GovernanceContract } from './ledger/governance/governance.contract.js';
import { HoldsContract } from './ledger/holds/holds.contract.js';
import { MigrationsContract } from './ledger/migration/migrations.contract.js';
import { NotesContract } from './ledger/notes/notes.contract.js';
import { OrdersContract } from './ledger/orders/orders.contract.js';
import { OrganizationsContract } from './ledger/organizations/organizations.contract.js';
import { PointsContract } from './ledger/points/points.contract.js';
import { ProgramsContract } from './ledger/programs/programs.contract.js';
import { RatesContract } from './ledger/rates/rates.contract.js';
import { SettlementsContract } from './ledger/clearing/settlements.contract.js';
import { StatementsContract } from './ledger/terms/statements.contract.js';
import { TermsContract } from './ledger/terms/terms.contract.js';
import { TextSerializer } from './ledger/core/text-serializer.js';
import { observeAnnouncements } from './ledger/core/batch-messages.js';
import { rememberCertificates } from './ledger/core/remembered-certificates.js';
import { passTextParameters } from './ledger/core/text-parameters.js';
import { dropUnwantedLines, nameTransactionsBriefly } from './ledger/core/unwanted-lines.js';

observeAnnouncements();
passTextParameters();
dropUnwantedLines();
nameTransactionsBriefly();
rememberCertificates();

export const contracts = [
  OrganizationsContract,
  GovernanceContract,
  ProgramsContract,
  AccountsContract,
  OrdersContract,
  PointsContract,
  HoldsContract,
  RatesContract,
  NotesContract,
  ClearingContract,
  CollateralContract,
  CreditContract,
  SettlementsContract,
  TermsContract,
  StatementsContract,
  FiguresContract,
  DisclosuresContract,
  EvidenceContract,
  MigrationsContract,
  BridgesContract,
];

export const serializers = { transaction: 'text', serializers: { text: TextSerializer } };
