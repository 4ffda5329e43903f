/** What decides on whether points may be taken from an account: a part of what a batch works with. */
import type { PostRows } from './post-rows.js';
import type { PostOrigin } from './working-set.js';

export interface DebitWorld {
  readonly mspId: string;
  readonly rows: Pick<PostRows, 'organizations' | 'standings'>;
  readonly origin: Pick<PostOrigin, 'txTime'>;
}
