-- Judges what buyers do, one after the other: claims are taken, paid and cancelled. Only the gate and the ledger are read.
-- KEYS 1 gate  2 stock  3 deals  4 buyers  5 claims  6 holds  7 sales  8 journal  9 tail  10 lease
-- ARGV 1 caller's process id  2 channel  3 what is asked, a JSON array of
--   {op 'take', claimId, buyerId, listingId, sku?, dealId?, quantity} | {op 'pay', claimId, orderId?, amount?} | {op 'cancel', claimId}
-- Reply {entry id, id before it, events journalled (JSON array), answer of each (JSON array)}; an answer is
--   place of a claim that is held among the events | {is 'seen', 'paid' or 'cancelled', claim} | {is 'refused', code, what, figure?}
-- include time
-- include holds
-- include journal
local keys = { gate = KEYS[1], stock = KEYS[2], deals = KEYS[3], buyers = KEYS[4], claims = KEYS[5], holds = KEYS[6], sales = KEYS[7] }
local MOST = 9007199254740991
local events = {}
local answers = {}
giveBackDue(keys, now, nowText, 100, events)
local state = get(keys.gate, 'state') or 'unknown'

local function refused(code, what, figure)
  return '{"is":"refused","code":"' .. code .. '","what":"' .. what .. '"' .. (figure and ',"figure":' .. figure or '') .. '}'
end
local function as(is, claim) return '{"is":"' .. is .. '","claim":' .. claim .. '}' end

-- By the list of holds rather than by the claim itself: releasing all of them moves that list alone.
local function due(id)
  local expires = dues[id]
  if expires == nil then expires = redis.call('ZSCORE', keys.holds, id) end
  return not expires or tonumber(expires) <= now
end

-- The deal's price and how long a buyer may take to pay; or a refusal.
local function dealPrice(deal, listing, buyer, quantity)
  local text = get(keys.gate, 'd' .. deal)
  if not text then return nil, refused('NOT_FOUND', 'deal') end
  local starts, ends, price, units, perBuyer, holdSeconds, of = string.match(text, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
  if of ~= listing then return nil, refused('INVALID', 'dealId') end
  if now < tonumber(starts) then return nil, refused('DEAL_NOT_RUNNING', 'countdown', starts) end
  if now >= tonumber(ends) then return nil, refused('DEAL_NOT_RUNNING', 'over', ends) end
  local has = unitsIn(keys.buyers, pair('d', deal, buyer))
  if has + quantity > tonumber(perBuyer) then return nil, refused('LIMIT_REACHED', 'deal', whole(math.max(0, tonumber(perBuyer) - has))) end
  local left = tonumber(units) - unitsIn(keys.deals, 'h' .. deal) - unitsIn(keys.deals, 's' .. deal)
  if left <= 0 then return nil, refused('SOLD_OUT', 'deal', '0') end
  if left < quantity then return nil, refused('INSUFFICIENT_STOCK', 'deal', whole(left)) end
  return tonumber(price), nil, tonumber(holdSeconds)
end

-- A listing's price, cap and SKU by the names it is claimed under, or false; read apart once a call.
local doors = {}
local function doorOf(listing, sku)
  local field = pair('l', listing, sku)
  local door = doors[field]
  if door == nil then
    local text = get(keys.gate, field)
    if text and text ~= '*' and text ~= '-' then
      local price, most, of = string.match(text, '^(%d+) (%d+) (.*)$')
      door = {
        price = tonumber(price), priceText = price, most = tonumber(most), available = 'a' .. of, held = 'h' .. of,
        json = ',"listingId":' .. cjson.encode(listing) .. ',"sku":' .. cjson.encode(of) .. ',"unitPrice":',
      }
    else
      door = text
    end
    doors[field] = door
  end
  return door
end

-- `mine` is the field of what this buyer has of the listing.
local function take(ask, mine)
  local id, buyer, listing, sku, deal, quantity = ask.claimId, ask.buyerId, ask.listingId, ask.sku or '', ask.dealId or '', ask.quantity
  local known = get(keys.claims, id)
  if known then
    local claim = cjson.decode(known)
    local same = claim.buyerId == buyer and claim.listingId == listing and claim.quantity == quantity and (claim.dealId or '') == deal and (sku == '' or claim.sku == sku)
    return same and as('seen', known) or refused('ID_REUSED', 'claim')
  end
  if state == 'unknown' then return refused('NOT_FOUND', 'show') end
  if state ~= 'open' then return refused(state == 'frozen' and 'FROZEN' or 'WRONG_STATE', state) end
  local door = doorOf(listing, sku)
  if not door then return refused('NOT_FOUND', sku == '' and 'listing' or 'sku') end
  if door == '*' then return refused('INVALID', 'sku') end
  if door == '-' then return refused('WRONG_STATE', 'offShelf') end
  local price, priceText, holdSeconds, most = door.price, door.priceText, 300, door.most
  if most > 0 then
    local has = unitsIn(keys.buyers, mine)
    if has + quantity > most then return refused('LIMIT_REACHED', 'listing', whole(math.max(0, most - has))) end
  end
  if deal ~= '' then
    local refusal
    price, refusal, holdSeconds = dealPrice(deal, listing, buyer, quantity)
    if refusal then return refusal end
    priceText = whole(price)
  end
  local available = unitsIn(keys.stock, door.available)
  if available <= 0 then return refused('SOLD_OUT', 'sku', '0') end
  if available < quantity then return refused('INSUFFICIENT_STOCK', 'sku', whole(available)) end
  if price * quantity > MOST then return refused('INVALID', 'quantity') end

  put(keys.stock, door.available, available - quantity)
  add(keys.stock, door.held, quantity)
  add(keys.buyers, mine, quantity)
  if deal ~= '' then
    add(keys.deals, 'h' .. deal, quantity)
    add(keys.buyers, pair('d', deal, buyer), quantity)
  end
  local expires = whole(now + holdSeconds * 1000)
  local claim = '"claimId":' .. cjson.encode(id) .. ',"buyerId":' .. cjson.encode(buyer) .. (deal == '' and '' or ',"dealId":' .. cjson.encode(deal)) .. door.json .. priceText
    .. ',"quantity":' .. whole(quantity) .. ',"amount":' .. (quantity == 1 and priceText or whole(price * quantity)) .. ',"heldAt":' .. nowText .. ',"expiresAt":' .. expires
  put(keys.claims, id, '{"status":"held",' .. claim .. '}')
  setDue(id, expires)
  events[#events + 1] = '{"type":"claim.held","at":' .. nowText .. ',' .. claim .. ',"left":' .. whole(available - quantity) .. '}'
  return tostring(#events)
end

local function pay(id, order, amount)
  local known = get(keys.claims, id)
  if not known then return refused('NOT_FOUND', 'claim') end
  local claim = cjson.decode(known)
  local named = order ~= nil
  order = order or 'claim:' .. id
  if amount and amount ~= claim.amount then return refused('INVALID', 'amount', whole(claim.amount)) end
  if claim.status == 'paid' then return (not named or claim.orderId == order) and as('seen', known) or refused('ID_REUSED', 'order') end
  if claim.status == 'cancelled' then return refused('WRONG_STATE', 'cancelled') end
  if claim.status == 'expired' then return refused('CLAIM_EXPIRED', 'claim', whole(claim.expiresAt)) end
  if due(id) then
    giveBack(keys, id, claim, 'expired', nowText, events)
    return refused('CLAIM_EXPIRED', 'claim', whole(claim.expiresAt))
  end
  -- A feed may have told of this order before its buyer's payment came: its units are sold already.
  local sale = get(keys.sales, order)
  local covered = 0
  if sale then
    local told = cjson.decode(sale)
    if told.claimId and told.claimId ~= id then return refused('ID_REUSED', 'order') end
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
  local orderJson = cjson.encode(order)
  local record = '{"status":"paid","orderId":' .. orderJson .. string.sub(known, string.find(known, ',', 1, true), -1)
  put(keys.claims, id, record)
  local line = '{"listingId":' .. cjson.encode(claim.listingId) .. ',"sku":' .. cjson.encode(claim.sku) .. ',"quantity":' .. whole(claim.quantity) .. ',"amount":' .. whole(claim.amount)
  if deal ~= '' then line = line .. ',"dealId":' .. cjson.encode(deal) end
  events[#events + 1] = '{"type":"order.paid","at":' .. nowText .. ',"orderId":' .. orderJson .. ',"viewerId":' .. cjson.encode(claim.buyerId)
    .. ',"claimId":' .. cjson.encode(id) .. ',"covered":' .. whole(covered) .. ',"lines":[' .. line .. '}]}'
  return as('paid', record)
end

local function cancel(id)
  local known = get(keys.claims, id)
  if not known then return refused('NOT_FOUND', 'claim') end
  local claim = cjson.decode(known)
  if claim.status == 'cancelled' then return as('seen', known) end
  if claim.status == 'paid' then return refused('WRONG_STATE', 'paid') end
  if claim.status == 'expired' then return refused('CLAIM_EXPIRED', 'claim', whole(claim.expiresAt)) end
  local status = due(id) and 'expired' or 'cancelled'
  giveBack(keys, id, claim, status, nowText, events)
  if status == 'expired' then return refused('CLAIM_EXPIRED', 'claim', whole(claim.expiresAt)) end
  return as('cancelled', get(keys.claims, id))
end

-- Most of what they need is known beforehand.
local asks, ids, mine, buyers = cjson.decode(ARGV[3]), {}, {}, {}
for i, ask in ipairs(asks) do
  ids[i] = ask.claimId
  if ask.op == 'take' then
    mine[i] = pair('l', ask.listingId, ask.buyerId)
    buyers[#buyers + 1] = mine[i]
    if ask.dealId then buyers[#buyers + 1] = pair('d', ask.dealId, ask.buyerId) end
  end
end
readAhead(keys.claims, ids)
readAhead(keys.buyers, buyers)
for i, ask in ipairs(asks) do
  if ask.op == 'take' then answers[i] = take(ask, mine[i])
  elseif ask.op == 'pay' then answers[i] = pay(ask.claimId, ask.orderId, ask.amount)
  else answers[i] = cancel(ask.claimId) end
end
writeLedger(keys.holds)
local id, previous, text = journalLedger(KEYS[8], KEYS[9], KEYS[10], ARGV[1], ARGV[2], events)
return { id, previous, text, '[' .. table.concat(answers, ',') .. ']' }
