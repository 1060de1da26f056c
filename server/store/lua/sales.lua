-- Takes sales that feeds reported into the ledger, under the current epoch; what was taken in before does nothing.
-- An order that names a claim, or that a claim was paid as, confirms that claim once and sells nothing more for it; a second one sells.
-- KEYS 1 epoch  2 stock  3 deals  4 buyers  5 claims  6 holds  7 sales  8 journal  9 tail  10 lease
-- ARGV 1 caller's epoch  2 journal entry up to which sales are in these orders  3 caller's process id  4 channel  5 how many orders;
--      then for each: order id, claim id or '', how many SKUs, SKU and units of each: what is sold in all under that order
-- Reply {'ok', entry id or '', id before it, events (JSON array)} | {'fenced', epoch}
-- include time
-- include holds
-- include journal
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end

-- Whether a claim stands for units of this order: it does for the first that feeds tell of. One still held is sold by it.
-- Returns its SKU, and the units that had been sold under this order before it was known to be the claim's: they go back.
local function confirm(order, claimId, lines)
  local known = get(KEYS[5], claimId)
  if not known then return nil end
  local claim = cjson.decode(known)
  if claim.status ~= 'held' and claim.status ~= 'paid' then return nil end
  if claim.status == 'paid' then
    local paid = cjson.decode(get(KEYS[7], claim.orderId))
    if paid.told then return nil end
    paid.told = true
    put(KEYS[7], claim.orderId, cjson.encode(paid))
  else
    local deal = claim.dealId or ''
    add(KEYS[2], 'h' .. claim.sku, -claim.quantity)
    add(KEYS[2], 's' .. claim.sku, claim.quantity)
    if deal ~= '' then
      add(KEYS[3], 'h' .. deal, -claim.quantity)
      add(KEYS[3], 's' .. deal, claim.quantity)
    end
    setDue(claimId, false)
    put(KEYS[5], claimId, '{"status":"paid","orderId":' .. cjson.encode(order) .. string.sub(known, string.find(known, ',', 1, true), -1))
  end
  local sold = lines[claim.sku] or 0
  lines[claim.sku] = math.max(claim.quantity, sold)
  return claim.sku, math.min(claim.quantity, sold)
end

local told = {}
local at = 6
for _ = 1, tonumber(ARGV[5]) do
  local order, claimId, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  at = at + 3
  local known = get(KEYS[7], order)
  local sale = known and cjson.decode(known) or { lines = {} }
  local isNews = not sale.told
  sale.told = true
  local moved = {}
  local function move(sku, units)
    if units == 0 then return end
    add(KEYS[2], 's' .. sku, units)
    add(KEYS[2], 'a' .. sku, -units)
    moved[#moved + 1] = '[' .. cjson.encode(sku) .. ',' .. whole(units) .. ']'
  end
  local confirms = false
  if claimId ~= '' and not sale.claimId then
    local sku, covered = confirm(order, claimId, sale.lines)
    if sku then
      confirms, sale.claimId = true, claimId
      move(sku, -covered)
    end
  end
  for _ = 1, count do
    local sku, units = ARGV[at], tonumber(ARGV[at + 1])
    at = at + 2
    -- What a claim was paid for stays sold, whatever a feed says of it.
    local delta = units - (sale.lines[sku] or 0)
    if sale.claimId then delta = math.max(0, delta) end
    if delta ~= 0 then sale.lines[sku] = (sale.lines[sku] or 0) + delta end
    move(sku, delta)
  end
  if isNews or confirms or #moved > 0 then put(KEYS[7], order, cjson.encode(sale)) end
  if confirms or #moved > 0 then
    told[#told + 1] = '{"orderId":' .. cjson.encode(order) .. (confirms and ',"claimId":' .. cjson.encode(claimId) or '') .. ',"lines":[' .. table.concat(moved, ',') .. ']}'
  end
end
put(KEYS[2], '@', ARGV[2])
writeLedger(KEYS[6])
local events = {}
if #told > 0 then events[1] = '{"type":"sales.applied","at":' .. nowText .. ',"upTo":"' .. ARGV[2] .. '","orders":[' .. table.concat(told, ',') .. ']}' end
local id, previous, text = journalLedger(KEYS[8], KEYS[9], KEYS[10], ARGV[3], ARGV[4], events)
return {'ok', id, previous, text}
