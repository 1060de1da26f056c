-- Moves units between the ledger's shelves. Field letters: o opening, j adjustments, a available, h held, s sold.
-- include books
-- The length stands before the first of two names, so that no two pairs make the same field.
local function pair(sort, first, second) return sort .. #first .. ':' .. first .. second end
local function unitsIn(key, field) return tonumber(get(key, field) or '0') end
local function add(key, field, n)
  if n ~= 0 then put(key, field, unitsIn(key, field) + n) end
end
-- What a buyer has of a listing and of a deal, held or paid.
local function countBuyer(buyers, listing, deal, buyer, n)
  add(buyers, pair('l', listing, buyer), n)
  if deal ~= '' then add(buyers, pair('d', deal, buyer), n) end
end

-- When holds that this call makes fall due; false for those that it ends.
local dues, dueIds = {}, {}
local function setDue(id, expires)
  if dues[id] == nil then dueIds[#dueIds + 1] = id end
  dues[id] = expires
end

-- Gives a hold back, and says so in `events`.
local function giveBack(keys, id, claim, as, at, events)
  local deal = claim.dealId or ''
  add(keys.stock, 'h' .. claim.sku, -claim.quantity)
  add(keys.stock, 'a' .. claim.sku, claim.quantity)
  if deal ~= '' then add(keys.deals, 'h' .. deal, -claim.quantity) end
  countBuyer(keys.buyers, claim.listingId, deal, claim.buyerId, -claim.quantity)
  setDue(id, false)
  local text = get(keys.claims, id)
  put(keys.claims, id, '{"status":"' .. as .. '"' .. string.sub(text, string.find(text, ',', 1, true), -1))
  events[#events + 1] = '{"type":"claim.' .. as .. '","at":' .. at .. ',"claimId":' .. cjson.encode(id) .. ',"left":' .. whole(unitsIn(keys.stock, 'a' .. claim.sku)) .. '}'
end

-- Gives back up to `most` of the holds that are due, or were made before all were released. Returns how many.
local function giveBackDue(keys, now, nowText, most, events)
  local due = redis.call('ZRANGEBYSCORE', keys.holds, '-inf', nowText, 'LIMIT', 0, most)
  if #due == 0 then return 0 end
  readAhead(keys.claims, due)
  local claims, buyers = {}, {}
  for i, id in ipairs(due) do
    local claim = cjson.decode(get(keys.claims, id))
    claims[i] = claim
    buyers[#buyers + 1] = pair('l', claim.listingId, claim.buyerId)
    if claim.dealId then buyers[#buyers + 1] = pair('d', claim.dealId, claim.buyerId) end
  end
  readAhead(keys.buyers, buyers)
  for i, id in ipairs(due) do giveBack(keys, id, claims[i], 'expired', nowText, events) end
  return #due
end

-- Writes all that was moved.
local function writeLedger(holds)
  writeBooks()
  local made, ended = {}, {}
  for _, id in ipairs(dueIds) do
    if dues[id] then
      made[#made + 1] = dues[id]
      made[#made + 1] = id
    else
      ended[#ended + 1] = id
    end
  end
  for from = 1, #made, 500 do redis.call('ZADD', holds, unpack(made, from, math.min(from + 499, #made))) end
  for from = 1, #ended, 500 do redis.call('ZREM', holds, unpack(ended, from, math.min(from + 499, #ended))) end
end
