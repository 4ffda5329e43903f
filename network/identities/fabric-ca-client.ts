/** One request to a Fabric CA server, and its reply. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** What makes the `Authorization` header of a request. */
export type Authorization = (method: string, path: string, body: string) => string;

interface Reply<T> {
  readonly success: boolean;
  readonly result: T;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
}

const TIMEOUT_MS = 15_000;

/** The server answered, and said no. */
export class FabricCaRefusal extends Error {
  constructor(
    /** Fabric CA's own, not HTTP's. */
    readonly code: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

export class FabricCaClient {
  constructor(
    private readonly url: string,
    private readonly tlsRootCertPem: string | undefined,
  ) {}

  /** @throws FabricCaRefusal when the server says no, Error when it does not answer */
  async call<T>(method: 'POST' | 'PUT', path: string, content: object, authorization: Authorization): Promise<T> {
    const body = JSON.stringify(content);
    const answer = await this.#send(method, path, body, authorization(method, path, body)).catch((cause: unknown) => {
      throw new Error(`The Fabric CA at ${this.url} does not answer: ${(cause as Error).message}`, { cause });
    });
    const reply = parseReply<T>(answer);
    if (reply?.success !== true) {
      const [refusal] = reply?.errors ?? [];
      throw new FabricCaRefusal(
        refusal?.code,
        `The Fabric CA at ${this.url} refused ${method} ${path}: ${refusal?.message ?? answer.slice(0, 200)}`,
      );
    }
    return reply.result;
  }

  async #send(method: string, path: string, body: string, authorization: string): Promise<string> {
    const url = new URL(path, this.url);
    const options = {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(this.tlsRootCertPem !== undefined && { ca: this.tlsRootCertPem }),
    };
    return new Promise((resolve, reject) => {
      const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
        text(response).then(resolve, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function parseReply<T>(answer: string): Reply<T> | undefined {
  try {
    return JSON.parse(answer) as Reply<T>;
  } catch {
    return undefined;
  }
}
