/** How wide a figure is at most, in em of Inter at a bold weight with tabular figures: digits and signs, and the narrow marks between them. */
export function widthOf(text: string): number {
  let width = 0.1;
  for (const letter of text) width += /[.,:]/.test(letter) ? 0.3 : 0.64;
  return width;
}
