import { failed, failureFrom, failureOf, type Failure, type Outcome } from './http.ts';

/** Why a file cannot be downloaded, asked before the browser is sent there: it would save a refusal as a failed download. @returns undefined where it can */
export async function refusedFile(path: string, fetcher: typeof fetch = fetch): Promise<Failure | undefined> {
  const ending = new AbortController();
  try {
    const response = await fetcher(`/api/v1${path}`, { credentials: 'same-origin', signal: ending.signal });
    return response.ok ? undefined : failureFrom(await response.json());
  } catch (reason) {
    return failureOf(reason instanceof SyntaxError ? 'UNKNOWN' : 'OFFLINE', String(reason));
  } finally {
    // The file itself comes by the browser's own download.
    ending.abort();
  }
}

/** Sends a file as it lies on the disk; never throws. @param progress is told how much of it is sent, from 0 to 1 */
export function sendFile<T>(path: string, file: Blob, check: (body: unknown) => body is T, progress: (share: number) => void, signal: AbortSignal): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    // fetch tells nothing of what is sent so far.
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('content-type', 'application/x-tar');
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
    const lost = (): void => resolve(failed(failureOf('OFFLINE')));
    for (const event of ['error', 'abort', 'timeout']) request.addEventListener(event, lost);
    request.addEventListener('load', () => {
      const body = bodyOf(request.responseText);
      if (request.status >= 400) resolve(failed(failureFrom(body)));
      else resolve(check(body) ? { ok: true, value: body } : failed(failureOf('UNKNOWN', `${path}: an answer of another shape`)));
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
