/** The chaincode's contracts, as `fabric-chaincode-node` looks for them. */
import { AccountsContract } from './contracts/accounts.contract.js';
import { ClearingContract } from './contracts/clearing.contract.js';
import { DisclosuresContract } from './contracts/disclosures.contract.js';
import { EvidenceContract } from './contracts/evidence.contract.js';
import { FiguresContract } from './contracts/figures.contract.js';
import { GovernanceContract } from './contracts/governance.contract.js';
import { HoldsContract } from './contracts/holds.contract.js';
import { MigrationsContract } from './contracts/migrations.contract.js';
import { OrdersContract } from './contracts/orders.contract.js';
import { OrganizationsContract } from './contracts/organizations.contract.js';
import { PointsContract } from './contracts/points.contract.js';
import { ProgramsContract } from './contracts/programs.contract.js';
import { RatesContract } from './contracts/rates.contract.js';
import { SettlementsContract } from './contracts/settlements.contract.js';
import { StatementsContract } from './contracts/statements.contract.js';
import { TermsContract } from './contracts/terms.contract.js';
import { TextSerializer } from './contracts/text-serializer.js';
import { observeAnnouncements } from './ledger/core/batch-messages.js';
import { passTextParameters } from './ledger/core/text-parameters.js';
import { dropUnwantedLines } from './ledger/core/unwanted-lines.js';

observeAnnouncements();
passTextParameters();
dropUnwantedLines();

export const contracts = [
  OrganizationsContract,
  GovernanceContract,
  ProgramsContract,
  AccountsContract,
  OrdersContract,
  PointsContract,
  HoldsContract,
  RatesContract,
  ClearingContract,
  SettlementsContract,
  TermsContract,
  StatementsContract,
  FiguresContract,
  DisclosuresContract,
  EvidenceContract,
  MigrationsContract,
];

export const serializers = { transaction: 'text', serializers: { text: TextSerializer } };
