-- Judges what buyers do, one after the other: claims are taken, paid and cancelled. Only the gate and the ledger are read.
-- KEYS 1 gate  2 stock  3 deals  4 buyers  5 claims  6 holds  7 sales  8 journal  9 tail  10 lease
-- ARGV 1 caller's process id  2 channel  3 how many; then for each eight:
--   'take'    claim id, buyer id, listing id, SKU or '', deal id or '', quantity, the claim's names as JSON members
--   'pay'     claim id, order id, amount or '', order id as JSON, '', '', ''
--   'cancel'  claim id, '', '', '', '', '', ''
-- Reply {entry id, id before it, events journalled (JSON array), answer of each}; an answer is a list:
--   {'held', claim} | {'seen', claim} | {'paid', claim} | {'cancelled', claim} | {refusal code, what, units or other figure}
-- include time
-- include holds
-- include journal
local keys = { gate = KEYS[1], stock = KEYS[2], deals = KEYS[3], buyers = KEYS[4], claims = KEYS[5], holds = KEYS[6], sales = KEYS[7] }
local MOST = 9007199254740991
local events = {}
local answers = {}
giveBackDue(keys, now, nowText, 100, events)
local state = redis.call('HGET', keys.gate, 'state') or 'unknown'

-- By the list of holds rather than by the claim itself: releasing all of them moves that list alone.
local function due(id)
  local expires = redis.call('ZSCORE', keys.holds, id)
  return not expires or tonumber(expires) <= now
end

-- The deal's price and how long a buyer may take to pay; or a refusal.
local function dealPrice(deal, listing, buyer, quantity)
  local text = redis.call('HGET', keys.gate, 'd' .. deal)
  if not text then return nil, { 'NOT_FOUND', 'deal' } end
  local starts, ends, price, units, perBuyer, holdSeconds, of = string.match(text, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
  if of ~= listing then return nil, { 'INVALID', 'dealId' } end
  if now < tonumber(starts) then return nil, { 'DEAL_NOT_RUNNING', 'countdown', starts } end
  if now >= tonumber(ends) then return nil, { 'DEAL_NOT_RUNNING', 'over', ends } end
  local has = tonumber(redis.call('HGET', keys.buyers, pair('d', deal, buyer)) or '0')
  if has + quantity > tonumber(perBuyer) then return nil, { 'LIMIT_REACHED', 'deal', whole(math.max(0, tonumber(perBuyer) - has)) } end
  local taken = redis.call('HMGET', keys.deals, 'h' .. deal, 's' .. deal)
  local left = tonumber(units) - tonumber(taken[1] or '0') - tonumber(taken[2] or '0')
  if left <= 0 then return nil, { 'SOLD_OUT', 'deal', '0' } end
  if left < quantity then return nil, { 'INSUFFICIENT_STOCK', 'deal', whole(left) } end
  return tonumber(price), nil, tonumber(holdSeconds)
end

local function take(id, buyer, listing, sku, deal, quantityText, names)
  local quantity = tonumber(quantityText)
  local known = redis.call('HGET', keys.claims, id)
  if known then
    local claim = cjson.decode(known)
    local same = claim.buyerId == buyer and claim.listingId == listing and claim.quantity == quantity and (claim.dealId or '') == deal and (sku == '' or claim.sku == sku)
    return same and { 'seen', known } or { 'ID_REUSED', 'claim' }
  end
  if state ~= 'open' then return { state == 'frozen' and 'FROZEN' or state == 'unknown' and 'NOT_FOUND' or 'WRONG_STATE', state == 'unknown' and 'show' or state } end
  local door = redis.call('HGET', keys.gate, pair('l', listing, sku))
  if not door then return { 'NOT_FOUND', sku == '' and 'listing' or 'sku' } end
  if door == '*' then return { 'INVALID', 'sku' } end
  if door == '-' then return { 'WRONG_STATE', 'offShelf' } end
  local priceText, most, of = string.match(door, '^(%d+) (%d+) (.*)$')
  local price, holdSeconds = tonumber(priceText), 300
  local has = tonumber(redis.call('HGET', keys.buyers, pair('l', listing, buyer)) or '0')
  if most ~= '0' and has + quantity > tonumber(most) then return { 'LIMIT_REACHED', 'listing', whole(math.max(0, tonumber(most) - has)) } end
  if deal ~= '' then
    local refused
    price, refused, holdSeconds = dealPrice(deal, listing, buyer, quantity)
    if refused then return refused end
  end
  local available = tonumber(redis.call('HGET', keys.stock, 'a' .. of) or '0')
  if available <= 0 then return { 'SOLD_OUT', 'sku', '0' } end
  if available < quantity then return { 'INSUFFICIENT_STOCK', 'sku', whole(available) } end
  if price * quantity > MOST then return { 'INVALID', 'quantity' } end

  add(keys.stock, 'a' .. of, -quantity)
  add(keys.stock, 'h' .. of, quantity)
  if deal ~= '' then add(keys.deals, 'h' .. deal, quantity) end
  countBuyer(keys.buyers, listing, deal, buyer, quantity)
  local expires = whole(now + holdSeconds * 1000)
  local claim = names .. ',"sku":' .. cjson.encode(of) .. ',"unitPrice":' .. priceText
  if deal ~= '' then claim = names .. ',"sku":' .. cjson.encode(of) .. ',"unitPrice":' .. whole(price) end
  claim = claim .. ',"amount":' .. whole(price * quantity) .. ',"heldAt":' .. nowText .. ',"expiresAt":' .. expires
  local record = '{"status":"held",' .. claim .. '}'
  redis.call('HSET', keys.claims, id, record)
  redis.call('ZADD', keys.holds, expires, id)
  events[#events + 1] = '{"type":"claim.held","at":' .. nowText .. ',' .. claim .. ',"left":' .. whole(available - quantity) .. '}'
  return { 'held', record }
end

local function pay(id, order, amount, orderJson)
  local known = redis.call('HGET', keys.claims, id)
  if not known then return { 'NOT_FOUND', 'claim' } end
  local claim = cjson.decode(known)
  local named = order ~= ''
  if not named then
    order = 'claim:' .. id
    orderJson = cjson.encode(order)
  end
  if amount ~= '' and tonumber(amount) ~= claim.amount then return { 'INVALID', 'amount', whole(claim.amount) } end
  if claim.status == 'paid' then return (not named or claim.orderId == order) and { 'seen', known } or { 'ID_REUSED', 'order' } end
  if claim.status == 'cancelled' then return { 'WRONG_STATE', 'cancelled' } end
  if claim.status == 'expired' then return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) } end
  if due(id) then
    giveBack(keys, id, claim, 'expired', nowText, events)
    return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) }
  end
  -- A feed may have told of this order before its buyer's payment came: its units are sold already.
  local sale = redis.call('HGET', keys.sales, order)
  local covered = 0
  if sale then
    local told = cjson.decode(sale)
    if told.claimId and told.claimId ~= id then return { 'ID_REUSED', 'order' } end
    covered = math.min(claim.quantity, told.lines[claim.sku] or 0)
  end
  local deal = claim.dealId or ''
  add(keys.stock, 'h' .. claim.sku, -claim.quantity)
  add(keys.stock, 's' .. claim.sku, claim.quantity - covered)
  add(keys.stock, 'a' .. claim.sku, covered)
  if deal ~= '' then
    add(keys.deals, 'h' .. deal, -claim.quantity)
    add(keys.deals, 's' .. deal, claim.quantity)
  end
  redis.call('ZREM', keys.holds, id)
  local told = sale and cjson.decode(sale) or { lines = {} }
  told.claimId = id
  told.lines[claim.sku] = math.max(claim.quantity, told.lines[claim.sku] or 0)
  redis.call('HSET', keys.sales, order, cjson.encode(told))
  local record = '{"status":"paid","orderId":' .. orderJson .. string.sub(known, string.find(known, ',', 1, true), -1)
  redis.call('HSET', keys.claims, id, record)
  local line = '{"listingId":' .. cjson.encode(claim.listingId) .. ',"sku":' .. cjson.encode(claim.sku) .. ',"quantity":' .. whole(claim.quantity) .. ',"amount":' .. whole(claim.amount)
  if deal ~= '' then line = line .. ',"dealId":' .. cjson.encode(deal) end
  events[#events + 1] = '{"type":"order.paid","at":' .. nowText .. ',"orderId":' .. orderJson .. ',"viewerId":' .. cjson.encode(claim.buyerId)
    .. ',"claimId":' .. cjson.encode(id) .. ',"covered":' .. whole(covered) .. ',"lines":[' .. line .. '}]}'
  return { 'paid', record }
end

local function cancel(id)
  local known = redis.call('HGET', keys.claims, id)
  if not known then return { 'NOT_FOUND', 'claim' } end
  local claim = cjson.decode(known)
  if claim.status == 'cancelled' then return { 'seen', known } end
  if claim.status == 'paid' then return { 'WRONG_STATE', 'paid' } end
  if claim.status == 'expired' then return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) } end
  local as = due(id) and 'expired' or 'cancelled'
  giveBack(keys, id, claim, as, nowText, events)
  if as == 'expired' then return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) } end
  return { 'cancelled', redis.call('HGET', keys.claims, id) }
end

for i = 1, tonumber(ARGV[3]) do
  local at = 4 + (i - 1) * 8
  local op, id = ARGV[at], ARGV[at + 1]
  if op == 'take' then answers[i] = take(id, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7])
  elseif op == 'pay' then answers[i] = pay(id, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
  else answers[i] = cancel(id) end
end
local id, previous = journalLedger(KEYS[8], KEYS[9], KEYS[10], ARGV[1], ARGV[2], events)
return { id, previous, '[' .. table.concat(events, ',') .. ']', answers }
