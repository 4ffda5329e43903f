/** What the gateway is about: a folder each, and a line here. Whose routes are called most often comes first. */
import type { Route } from '../http/route.js';
import { accounts } from './accounts/index.js';
import { bridges } from './bridges/index.js';
import { clearing } from './clearing/index.js';
import { collateral } from './collateral/index.js';
import { credit } from './credit/index.js';
import { disclosures } from './disclosures/index.js';
import { events } from './events/index.js';
import { evidence } from './evidence/index.js';
import { explorer } from './explorer/index.js';
import { figures } from './figures/index.js';
import { governance } from './governance/index.js';
import { holds } from './holds/index.js';
import { imports } from './imports/index.js';
import { migration } from './migration/index.js';
import { notes } from './notes/index.js';
import { orders } from './orders/index.js';
import { network } from './network/index.js';
import { organizations } from './organizations/index.js';
import { points } from './points/index.js';
import { programs } from './programs/index.js';
import { rates } from './rates/index.js';
import { session } from './session/index.js';
import { settlements } from './settlements/index.js';
import { statements } from './statements/index.js';
import type { Subject } from './subject.js';
import { terms } from './terms/index.js';
import { webhooks } from './webhooks/index.js';

export const subjects: readonly Subject[] = [
  points,
  holds,
  rates,
  notes,
  accounts,
  imports,
  programs,
  organizations,
  governance,
  orders,
  clearing,
  credit,
  collateral,
  settlements,
  statements,
  terms,
  figures,
  disclosures,
  evidence,
  migration,
  bridges,
  events,
  webhooks,
  explorer,
  network,
  session,
];

/** All routes of `/v1`; the router looks at them in this order. */
export const routes: readonly Route[] = subjects.flatMap((subject) => Object.values(subject.routes));
