import { Refusal } from '../../shared/protocol/problems.ts';

/** What a failed Redis command means to the one who asked: surely nothing ran, or nobody can say. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  const ran = /timed out|Connection is closed|ECONNRESET|EPIPE|aborted/i.test(message);
  if (ran && !/isn't writeable/i.test(message)) {
    return new Refusal('OUTCOME_UNKNOWN', 'The store did not answer in time. Send the same request again with the same id: it will not be done twice.');
  }
  return new Refusal('STORE_UNAVAILABLE', 'The store cannot take this now; nothing was done. Send it again in a moment.');
}

/** Runs a store call, turning its failure into a refusal. */
export async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw refusalOf(error);
  }
}
