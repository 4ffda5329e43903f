/** Who is asking, as the gateway says. */
import type { Routes } from '@commonpoint/client';

export type Who = Routes['/v1/session']['get']['reply'];
export type Role = Who['role'];
