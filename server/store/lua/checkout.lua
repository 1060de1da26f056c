-- Judges what buyers do, one after the other: claims are taken, paid and cancelled. Only the gate and the ledger are read.
-- KEYS 1 gate  2 stock  3 deals  4 buyers  5 claims  6 holds  7 sales  8 journal  9 tail  10 lease
-- ARGV 1 caller's process id  2 channel  3 how many; then for each eight:
--   'take'    claim id, buyer id, listing id, SKU or '', deal id or '', quantity, the claim's names as JSON members
--   'pay'     claim id, order id, amount or '', order id as JSON, '', '', ''
--   'cancel'  claim id, '', '', '', '', '', ''
-- Reply {entry id, id before it, events journalled (JSON array), answer of each}; an answer is a list:
--   {'held', its place among the events} | {'seen', claim} | {'paid', claim} | {'cancelled', claim} | {refusal code, what, units or other figure}
-- include time
-- include holds
-- include journal
local keys = { gate = KEYS[1], stock = KEYS[2], deals = KEYS[3], buyers = KEYS[4], claims = KEYS[5], holds = KEYS[6], sales = KEYS[7] }
local MOST = 9007199254740991
local events = {}
local answers = {}
giveBackDue(keys, now, nowText, 100, events)
local state = get(keys.gate, 'state') or 'unknown'

-- By the list of holds rather than by the claim itself: releasing all of them moves that list alone.
local function due(id)
  local expires = dues[id]
  if expires == nil then expires = redis.call('ZSCORE', keys.holds, id) end
  return not expires or tonumber(expires) <= now
end

-- The deal's price and how long a buyer may take to pay; or a refusal.
local function dealPrice(deal, listing, buyer, quantity)
  local text = get(keys.gate, 'd' .. deal)
  if not text then return nil, { 'NOT_FOUND', 'deal' } end
  local starts, ends, price, units, perBuyer, holdSeconds, of = string.match(text, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
  if of ~= listing then return nil, { 'INVALID', 'dealId' } end
  if now < tonumber(starts) then return nil, { 'DEAL_NOT_RUNNING', 'countdown', starts } end
  if now >= tonumber(ends) then return nil, { 'DEAL_NOT_RUNNING', 'over', ends } end
  local has = unitsIn(keys.buyers, pair('d', deal, buyer))
  if has + quantity > tonumber(perBuyer) then return nil, { 'LIMIT_REACHED', 'deal', whole(math.max(0, tonumber(perBuyer) - has)) } end
  local left = tonumber(units) - unitsIn(keys.deals, 'h' .. deal) - unitsIn(keys.deals, 's' .. deal)
  if left <= 0 then return nil, { 'SOLD_OUT', 'deal', '0' } end
  if left < quantity then return nil, { 'INSUFFICIENT_STOCK', 'deal', whole(left) } end
  return tonumber(price), nil, tonumber(holdSeconds)
end

-- A listing's price, cap and SKU by the name it is claimed under, or false; read apart once a call.
local doors = {}
local function doorOf(field)
  local door = doors[field]
  if door == nil then
    local text = get(keys.gate, field)
    if text and text ~= '*' and text ~= '-' then
      local price, most, of = string.match(text, '^(%d+) (%d+) (.*)$')
      door = { price = tonumber(price), priceText = price, most = tonumber(most), of = of, available = 'a' .. of, held = 'h' .. of, json = ',"sku":' .. cjson.encode(of) .. ',"unitPrice":' }
    else
      door = text
    end
    doors[field] = door
  end
  return door
end

-- `mine` is the field of what this buyer has of the listing.
local function take(id, buyer, listing, sku, deal, quantityText, names, mine)
  local quantity = tonumber(quantityText)
  local known = get(keys.claims, id)
  if known then
    local claim = cjson.decode(known)
    local same = claim.buyerId == buyer and claim.listingId == listing and claim.quantity == quantity and (claim.dealId or '') == deal and (sku == '' or claim.sku == sku)
    return same and { 'seen', known } or { 'ID_REUSED', 'claim' }
  end
  if state ~= 'open' then return { state == 'frozen' and 'FROZEN' or state == 'unknown' and 'NOT_FOUND' or 'WRONG_STATE', state == 'unknown' and 'show' or state } end
  local door = doorOf(pair('l', listing, sku))
  if not door then return { 'NOT_FOUND', sku == '' and 'listing' or 'sku' } end
  if door == '*' then return { 'INVALID', 'sku' } end
  if door == '-' then return { 'WRONG_STATE', 'offShelf' } end
  local price, priceText, holdSeconds, most = door.price, door.priceText, 300, door.most
  if most > 0 then
    local has = unitsIn(keys.buyers, mine)
    if has + quantity > most then return { 'LIMIT_REACHED', 'listing', whole(math.max(0, most - has)) } end
  end
  if deal ~= '' then
    local refused
    price, refused, holdSeconds = dealPrice(deal, listing, buyer, quantity)
    if refused then return refused end
    priceText = whole(price)
  end
  local available = unitsIn(keys.stock, door.available)
  if available <= 0 then return { 'SOLD_OUT', 'sku', '0' } end
  if available < quantity then return { 'INSUFFICIENT_STOCK', 'sku', whole(available) } end
  if price * quantity > MOST then return { 'INVALID', 'quantity' } end

  put(keys.stock, door.available, available - quantity)
  add(keys.stock, door.held, quantity)
  add(keys.buyers, mine, quantity)
  if deal ~= '' then
    add(keys.deals, 'h' .. deal, quantity)
    add(keys.buyers, pair('d', deal, buyer), quantity)
  end
  local expires = whole(now + holdSeconds * 1000)
  local claim = names .. door.json .. priceText .. ',"amount":' .. (quantity == 1 and priceText or whole(price * quantity)) .. ',"heldAt":' .. nowText .. ',"expiresAt":' .. expires
  put(keys.claims, id, '{"status":"held",' .. claim .. '}')
  setDue(id, expires)
  events[#events + 1] = '{"type":"claim.held","at":' .. nowText .. ',' .. claim .. ',"left":' .. whole(available - quantity) .. '}'
  return { 'held', #events }
end

local function pay(id, order, amount, orderJson)
  local known = get(keys.claims, id)
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
  local sale = get(keys.sales, order)
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
  setDue(id, false)
  local told = sale and cjson.decode(sale) or { lines = {} }
  told.claimId = id
  told.lines[claim.sku] = math.max(claim.quantity, told.lines[claim.sku] or 0)
  put(keys.sales, order, cjson.encode(told))
  local record = '{"status":"paid","orderId":' .. orderJson .. string.sub(known, string.find(known, ',', 1, true), -1)
  put(keys.claims, id, record)
  local line = '{"listingId":' .. cjson.encode(claim.listingId) .. ',"sku":' .. cjson.encode(claim.sku) .. ',"quantity":' .. whole(claim.quantity) .. ',"amount":' .. whole(claim.amount)
  if deal ~= '' then line = line .. ',"dealId":' .. cjson.encode(deal) end
  events[#events + 1] = '{"type":"order.paid","at":' .. nowText .. ',"orderId":' .. orderJson .. ',"viewerId":' .. cjson.encode(claim.buyerId)
    .. ',"claimId":' .. cjson.encode(id) .. ',"covered":' .. whole(covered) .. ',"lines":[' .. line .. '}]}'
  return { 'paid', record }
end

local function cancel(id)
  local known = get(keys.claims, id)
  if not known then return { 'NOT_FOUND', 'claim' } end
  local claim = cjson.decode(known)
  if claim.status == 'cancelled' then return { 'seen', known } end
  if claim.status == 'paid' then return { 'WRONG_STATE', 'paid' } end
  if claim.status == 'expired' then return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) } end
  local as = due(id) and 'expired' or 'cancelled'
  giveBack(keys, id, claim, as, nowText, events)
  if as == 'expired' then return { 'CLAIM_EXPIRED', 'claim', whole(claim.expiresAt) } end
  return { 'cancelled', get(keys.claims, id) }
end

-- Most of what they need is known beforehand.
local count, ids, mine, buyers = tonumber(ARGV[3]), {}, {}, {}
for i = 1, count do
  local at = 8 * i - 4
  ids[i] = ARGV[at + 1]
  if ARGV[at] == 'take' then
    mine[i] = pair('l', ARGV[at + 3], ARGV[at + 2])
    buyers[#buyers + 1] = mine[i]
    if ARGV[at + 5] ~= '' then buyers[#buyers + 1] = pair('d', ARGV[at + 5], ARGV[at + 2]) end
  end
end
readAhead(keys.claims, ids)
readAhead(keys.buyers, buyers)
for i = 1, count do
  local at = 8 * i - 4
  local op, id = ARGV[at], ids[i]
  if op == 'take' then answers[i] = take(id, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7], mine[i])
  elseif op == 'pay' then answers[i] = pay(id, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
  else answers[i] = cancel(id) end
end
writeLedger(keys.holds)
local id, previous, text = journalLedger(KEYS[8], KEYS[9], KEYS[10], ARGV[1], ARGV[2], events)
return { id, previous, text, answers }
