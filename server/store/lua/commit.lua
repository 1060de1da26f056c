-- Commits a decision: still at revision n? then store n + 1, append the events, move the ledger, write the gate, remember the outcome.
-- KEYS 1 show  2 journal  3 tail  4 command  5 lease  6 revisions  7 gate  8 stock  9 holds
-- ARGV 1 revision the decision was made at  2 show document after  3 events (JSON array)  4 outcome to remember
--      5 seconds to remember it  6 caller's process id  7 channel  8 index of the last event
--      9 how many moves of stock; then for each four: 'adjust' or 'count', SKU, units, the text in events and outcome to stand for what
--      was on hand before (with 'b' after it) and after (with 'a'); then 'release' or 'keep' (all unpaid holds fall due or not);
--      then what setGate reads
-- Reply {'ok', id, previous id, events} | {'seen', outcome} | {'conflict', revision} | {'unknown'}
--     | {'refused', code, SKU, units there are}
-- include time
-- include gate
local seen = redis.call('GET', KEYS[4])
if seen then return {'seen', seen} end
local revision = redis.call('HGET', KEYS[1], 'revision')
if not revision then return {'unknown'} end
if revision ~= ARGV[1] then return {'conflict', revision} end

local function whole(n) return string.format('%.0f', n) end
local function unitsOf(sku)
  local found = redis.call('HMGET', KEYS[8], 'o' .. sku, 'j' .. sku, 'a' .. sku, 's' .. sku)
  return tonumber(found[1] or '0') + tonumber(found[2] or '0'), tonumber(found[3] or '0'), tonumber(found[4] or '0')
end
local function filled(text, token, before, after)
  -- Functions, so that nothing in them is read as a pattern's reference.
  return (string.gsub(string.gsub(text, '"' .. token .. 'b"', function() return whole(before) end), '"' .. token .. 'a"', function() return whole(after) end))
end

local events, outcome = ARGV[3], ARGV[4]
local moves, at = {}, 10
for i = 1, tonumber(ARGV[9]) do
  local verb, sku, units, token = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3]
  local onHand, available, sold = unitsOf(sku)
  for _, earlier in ipairs(moves) do
    if earlier.sku == sku then onHand, available = onHand + earlier.delta, available + earlier.delta end
  end
  local delta = verb == 'count' and units + sold - onHand or units
  if verb == 'adjust' and delta < 0 and available + delta < 0 then return {'refused', 'INSUFFICIENT_STOCK', sku, whole(available)} end
  moves[i] = { sku = sku, delta = delta }
  events = filled(events, token, onHand, onHand + delta)
  outcome = filled(outcome, token, onHand, onHand + delta)
  at = at + 4
end
for _, move in ipairs(moves) do
  redis.call('HINCRBY', KEYS[8], 'j' .. move.sku, whole(move.delta))
  redis.call('HINCRBY', KEYS[8], 'a' .. move.sku, whole(move.delta))
end
if ARGV[at] == 'release' then redis.call('ZUNIONSTORE', KEYS[9], 1, KEYS[9], 'WEIGHTS', 0) end
setGate(KEYS[7], KEYS[8], nowText, at + 1)

local after = string.format('%.0f', tonumber(revision) + 1)
local id = redis.call('XADD', KEYS[2], '*', 'k', 'd', 'r', after, 'b', events)
local previous = redis.call('SET', KEYS[3], id, 'GET') or '0-0'
redis.call('HSET', KEYS[1], 'revision', after, 'document', ARGV[2], 'id', id .. '.' .. ARGV[8])
redis.call('HSET', KEYS[6], after, id)
redis.call('SET', KEYS[4], outcome, 'EX', ARGV[5])
local host = redis.call('GET', KEYS[5])
if host ~= ARGV[6] then redis.call('PUBLISH', ARGV[7], id) end
return {'ok', id, previous, #moves > 0 and events or ''}
