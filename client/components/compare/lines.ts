/** How the lines of several shows are told apart: by colour, and for who does not see it by how they are broken. */
export const LINES = [
  { colour: 'var(--color-data1)', dash: '' },
  { colour: 'var(--color-data2)', dash: '7 3' },
  { colour: 'var(--color-go)', dash: '2 3' },
  { colour: 'var(--color-text)', dash: '10 3 2 3' },
] as const;
