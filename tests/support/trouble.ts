/** For what is told of troubles that nobody else hears of: there may be none. */
export const onTrouble = (error: unknown): void => {
  throw error;
};
