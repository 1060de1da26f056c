import { Refusal } from '../../shared/protocol/problems.ts';

/** What a failed Redis command means to the one who asked: surely nothing ran, or nobody can say. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error) || ranNothing(error)) {
    return new Refusal('STORE_UNAVAILABLE', 'The store cannot take this now; nothing was done. Send it again in a moment.');
  }
  return new Refusal('OUTCOME_UNKNOWN', 'The store did not answer in time. Send the same request again with the same id: it will not be done twice.');
}

/** Only what Redis itself refused, or what was never sent, surely did nothing; of all else the reply may just have been lost. */
const ranNothing = (error: Error): boolean => error.name === 'ReplyError' || /isn't writeable/i.test(error.message);

/** Runs a store call, turning its failure into a refusal. */
export async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw refusalOf(error);
  }
}
