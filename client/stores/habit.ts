/** What of a deal is the same from one to the next: remembered for each person. Units and seconds. */
export interface DealHabit {
  quantity: number;
  perBuyer: number;
  seconds: number;
  countdownSeconds: number;
  holdSeconds: number;
}
export const FIRST_HABIT: DealHabit = { quantity: 100, perBuyer: 1, seconds: 300, countdownSeconds: 5, holdSeconds: 300 };
