/** Bounds of the show document, which every screen holds whole. */
export const LIMITS = {
  listings: 10_000,
  listingsPerCommand: 1_000,
  skusPerListing: 100,
  segments: 200,
  rhythms: 20,
  pinned: 3,
  cues: 50,
  approvals: 50,
  deals: 500,
  coupons: 50,
  couponListings: 100,
  draws: 50,
  alerts: 200,
  presets: 50,
  /** Field errors named in one refusal. */
  errors: 100,
} as const;

/** How long a refused price waits for a second person. Unit: ms. */
export const APPROVAL_MS = 600_000;
/** How long a cue stays with the host where its sender does not say. Unit: s. */
export const CUE_SECONDS = 15;
/** The longest that a show may have lasted that is told of afterwards: a review tells its hours for a month at most. Unit: ms. */
export const LONGEST_PAST_MS = 30 * 86_400_000;
/** GMV counts orders paid until this long after the end, where the show does not say. Unit: h. */
export const LATE_HOURS = 24;
