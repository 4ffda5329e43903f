/** How a page notices that who works in it is nobody any more: a key was revoked, or a sign-in's time is over. */
import type { ClientOptions } from '@commonpoint/client';

type Fetch = NonNullable<ClientOptions['fetch']>;

/** Tells when the gateway answers that it does not know who asks; that somebody has to show who it is once more is no end. */
export function tellingEnd(send: (...asked: Parameters<Fetch>) => Promise<Response>, onEnd: () => void): Fetch {
  return async (address, request) => {
    const answer = await send(address, request);
    if (answer.status === 401 && (await codeOf(answer.clone())) === 'UNAUTHENTICATED') onEnd();
    return answer;
  };
}

async function codeOf(answer: Response): Promise<unknown> {
  const problem = (await answer.json().catch(() => undefined)) as { code?: unknown } | undefined;
  return problem?.code;
}
