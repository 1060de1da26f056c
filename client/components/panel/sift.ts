/** The words a person sifts by: any of them is enough. */
export const siftWords = (written: string): string[] => [...new Set(written.toLowerCase().split(/\s+/u).filter((word) => word !== ''))];

export const fits = (text: string, words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const plain = text.toLowerCase();
  return words.some((word) => plain.includes(word));
};

/** A text in pieces, those that were sought marked; joined they are the text. @param words in lower case. */
export function pieces(text: string, words: readonly string[]): { text: string; hit: boolean }[] {
  const plain = text.toLowerCase();
  const out: { text: string; hit: boolean }[] = [];
  // Lower case is longer than the text in a few scripts: places would then be wrong, and nothing is marked.
  if (plain.length !== text.length) return [{ text, hit: false }];
  for (let from = 0; from < text.length; ) {
    const next = words.map((word) => ({ at: plain.indexOf(word, from), length: word.length })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at || b.length - a.length)[0];
    if (!next) return [...out, { text: text.slice(from), hit: false }];
    if (next.at > from) out.push({ text: text.slice(from, next.at), hit: false });
    out.push({ text: text.slice(next.at, next.at + next.length), hit: true });
    from = next.at + next.length;
  }
  return out;
}
