import { defineStore } from 'pinia';
import { isListed } from '../live/shapes.ts';
import { refusedFile, sendFile } from '../live/files.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';

/** How the name of a recording as one file ends. */
export const RECORDING_FILE = '.changkong.tar';
const isNothing = (body: unknown): body is undefined => body === undefined;

/** Recordings as files: taken away, brought in, deleted. */
export const useRecordings = defineStore('recordings', () => {
  const { http } = useLive();
  const at = (id: string): string => `/shows/${encodeURIComponent(id)}/recording`;

  /** Where a recording is downloaded from. */
  const address = (id: string): string => `/api/v1${at(id)}`;
  const refused = (id: string): Promise<Failure | undefined> => refusedFile(at(id));
  /** @param progress is told how much is sent, from 0 to 1 */
  const bring = (file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Outcome<ListedShow>> => sendFile('/recordings', file, isListed, progress, signal);

  /** Deletes an ended show for good. */
  async function remove(id: string): Promise<Failure | undefined> {
    const outcome = await http.send('DELETE', `${at(id)}?confirm=${encodeURIComponent(id)}`, undefined, isNothing);
    return outcome.ok ? undefined : outcome.failure;
  }
  return { address, refused, bring, remove };
});
