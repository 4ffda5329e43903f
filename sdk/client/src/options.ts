/** What may be asked of which path, and what comes back: types alone, made of the routes. */
import type { Routes } from './routes.js';

export type Method = 'get' | 'post' | 'patch';

type Split<Path extends string> = Path extends `${infer Head}/${infer Rest}` ? [Head, ...Split<Rest>] : [Path];

/** Whether segments given are those declared; any segment stands for a declared `{parameter}`. */
type Fits<Given extends readonly string[], Declared extends readonly string[]> = Given extends [
  infer G extends string,
  ...infer GivenRest extends string[],
]
  ? Declared extends [infer D extends string, ...infer DeclaredRest extends string[]]
    ? D extends `{${string}}`
      ? Fits<GivenRest, DeclaredRest>
      : G extends D
        ? Fits<GivenRest, DeclaredRest>
        : false
    : false
  : Declared extends []
    ? true
    : false;

/** The declared path that one is, with its parameters as names or filled in; never if there is none. */
export type RouteOf<M extends Method, Path extends string> = {
  [T in keyof Routes]: M extends keyof Routes[T]
    ? Path extends T
      ? T
      : Path extends keyof Routes
        ? never
        : Fits<Split<Path>, Split<T>> extends true
          ? T
          : never
    : never;
}[keyof Routes];

/** A path that has this method: anything else does not compile. */
export type PathOf<M extends Method, Path extends string> = [RouteOf<M, Path>] extends [never]
  ? { readonly 'no route has this path and method': M }
  : Path;

type Part<M extends Method, Path extends string, Name extends string> =
  RouteOf<M, Path> extends infer T extends keyof Routes
    ? M extends keyof Routes[T]
      ? Routes[T][M] extends { readonly [N in Name]: infer V }
        ? V
        : never
      : never
    : never;

export type Reply<M extends Method, Path extends string> = Part<M, Path, 'reply'>;
export type Body<M extends Method, Path extends string> = Part<M, Path, 'body'>;
export type Query<M extends Method, Path extends string> = Part<M, Path, 'query'>;

/** What every request may have. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Until it is settled, with all repetitions; the client's own if absent. */
  readonly timeoutMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface ReadOptions extends RequestOptions {
  /** `ledger` asks the organisation's peer, which may be ahead of what the gateway has recorded. */
  readonly consistency?: 'projection' | 'ledger' | undefined;
}

export interface WriteOptions<T = unknown> extends RequestOptions {
  /** A new one if absent. Who may have to begin again after a crash makes it first, and keeps it. */
  readonly idempotencyKey?: string | undefined;
  /** The revision that a change is meant for, as a read told it: one that comes late does nothing. `*` for whichever there is. */
  readonly ifMatch?: number | '*' | undefined;
  /** How long the gateway shall wait for the commit before it answers 202, in whole seconds. */
  readonly waitS?: number | undefined;
  /** Told of every answer on the way. */
  readonly onProgress?: ((soFar: T) => void) | undefined;
  /** How often to look how far it is, where it is done in the background; as the gateway says if absent. */
  readonly pollMs?: number | undefined;
}

type Optional<Name extends string, V> = [V] extends [never]
  ? unknown
  : object extends V
    ? { readonly [N in Name]?: V }
    : { readonly [N in Name]: V };

/** Names in the path as they are declared have their values in `params`. */
type Params<M extends Method, Path extends string> = Path extends `${string}{${string}`
  ? { readonly params: Part<M, Path, 'params'> }
  : unknown;

type Asked<M extends Method, Path extends string> = Params<M, Path> & Optional<'query', Query<M, Path>>;

type Rest<O> = object extends O ? [options?: O] : [options: O];

export type GetArguments<Path extends string> = Rest<ReadOptions & Asked<'get', Path>>;
type BodyArgument<B> = undefined extends B ? [body?: B] : [body: B];
export type WriteArguments<M extends Method, Path extends string> =
  object extends Asked<M, Path>
    ? [...BodyArgument<Body<M, Path>>, ...Rest<WriteOptions<Reply<M, Path>> & Asked<M, Path>>]
    : [body: Body<M, Path>, options: WriteOptions<Reply<M, Path>> & Asked<M, Path>];
