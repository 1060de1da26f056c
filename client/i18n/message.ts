/** Reads a message once. Ours know one thing, a value's place in braces. @returns how to say it, given the values by name. */
export function messageOf(text: string): (named: (name: string) => string) => string {
  const parts = text.split(/\{(\w+)\}/);
  return (named) => parts.map((part, i) => (i % 2 === 0 ? part : named(part))).join('');
}
