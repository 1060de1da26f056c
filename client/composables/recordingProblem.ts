import { useProblem } from '../i18n/problem.ts';
import { useWords } from '../i18n/words.ts';
import type { Failure } from '../stores/session.ts';

/** Whether an ended show is still being written down: to be asked again in seconds. */
export const isNotYet = (failure: Failure | undefined): boolean => failure?.code === 'OVERLOADED';

/** Words a refusal of what is asked of a show's recording: its parts, its playback, its orders. */
export function useRecordingProblem(): (failure: Failure) => string {
  const { t } = useWords();
  const problem = useProblem();
  return (failure) => (isNotYet(failure) ? t('review.notYet') : problem(failure));
}
