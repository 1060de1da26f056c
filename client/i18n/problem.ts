import type { Failure } from '../live/http.ts';
import { useWords } from './words.ts';

/** Words a refusal, once per code; the server's own detail only where the code says too little. */
export function useProblem(): (failure: Failure) => string {
  const { t, language } = useWords();
  return (failure) => {
    const words = t(`problem.${failure.code}`, failure.params);
    const detail = failure.errors[0]?.message ?? failure.detail;
    // Details come in English: shown beside the Chinese only for INVALID, where they name the field.
    const telling = failure.code === 'INVALID' || (failure.code === 'WRONG_STATE' && language.value === 'en');
    return telling && detail ? `${words} · ${detail}` : words;
  };
}
