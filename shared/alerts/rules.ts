import type { AlertKind } from './kinds.ts';
import type { Rule } from './rule.ts';
import { viewersFalling } from './rules/audience.ts';
import { feedSilent, platformWarned, streamLost, streamStalled } from './rules/feeds.ts';
import { listingSlow, listingSoldOut, platformPending } from './rules/listings.ts';
import { paceBehind, payRateFalling, refundsSpiking } from './rules/money.ts';
import { recordingFailing } from './rules/recording.ts';
import { segmentOver } from './rules/run.ts';
import { dealEnding, dealSoldOut, holdsExpiring, stockCover, stockLow, stockOversold } from './rules/stock.ts';
import { forbiddenWords } from './rules/words.ts';

/** Every rule: a kind without one does not compile. */
export const RULES: Readonly<Record<AlertKind, Rule>> = {
  'feed.silent': feedSilent,
  'stream.stalled': streamStalled,
  'stream.lost': streamLost,
  'platform.warned': platformWarned,
  'viewers.falling': viewersFalling,
  'pace.behind': paceBehind,
  'payRate.falling': payRateFalling,
  'refunds.spiking': refundsSpiking,
  'listing.slow': listingSlow,
  'listing.soldOut': listingSoldOut,
  'stock.cover': stockCover,
  'stock.low': stockLow,
  'stock.oversold': stockOversold,
  'deal.ending': dealEnding,
  'deal.soldOut': dealSoldOut,
  'holds.expiring': holdsExpiring,
  'segment.over': segmentOver,
  'platform.pending': platformPending,
  'recording.failing': recordingFailing,
  'words.forbidden': forbiddenWords,
};
