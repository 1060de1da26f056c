-- Moves units between the ledger's shelves. Field letters: o opening, j adjustments, a available, h held, s sold.
local function whole(n) return string.format('%.0f', n) end
-- The length stands before the first of two names, so that no two pairs make the same field.
local function pair(sort, first, second) return sort .. #first .. ':' .. first .. second end
local function add(key, field, n)
  if n ~= 0 then redis.call('HINCRBY', key, field, whole(n)) end
end
-- What a buyer has of a listing and of a deal, held or paid.
local function countBuyer(buyers, listing, deal, buyer, n)
  add(buyers, pair('l', listing, buyer), n)
  if deal ~= '' then add(buyers, pair('d', deal, buyer), n) end
end

-- Gives a hold back, and says so in `events`.
local function giveBack(keys, id, claim, as, at, events)
  local deal = claim.dealId or ''
  add(keys.stock, 'h' .. claim.sku, -claim.quantity)
  add(keys.stock, 'a' .. claim.sku, claim.quantity)
  if deal ~= '' then add(keys.deals, 'h' .. deal, -claim.quantity) end
  countBuyer(keys.buyers, claim.listingId, deal, claim.buyerId, -claim.quantity)
  redis.call('ZREM', keys.holds, id)
  local text = redis.call('HGET', keys.claims, id)
  redis.call('HSET', keys.claims, id, '{"status":"' .. as .. '"' .. string.sub(text, string.find(text, ',', 1, true), -1))
  events[#events + 1] = '{"type":"claim.' .. as .. '","at":' .. at .. ',"claimId":' .. cjson.encode(id) .. ',"left":' .. redis.call('HGET', keys.stock, 'a' .. claim.sku) .. '}'
end

-- Gives back up to `most` of the holds that are due, or were made before all were released. Returns how many.
local function giveBackDue(keys, now, nowText, most, events)
  local due = redis.call('ZRANGEBYSCORE', keys.holds, '-inf', nowText, 'LIMIT', 0, most)
  for _, id in ipairs(due) do giveBack(keys, id, cjson.decode(redis.call('HGET', keys.claims, id)), 'expired', nowText, events) end
  return #due
end
