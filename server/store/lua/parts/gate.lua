-- Writes to the gate what the show document says now, and gives SKUs that are new their opening stock.
-- ARGV from `at` on: how many fields are set, field and value of each; how many are dropped, each; how many SKUs open, sku and units of each.
-- '@now' as a value is Redis time. Returns the place after them.
local function setGate(gate, stock, now, at)
  for _ = 1, tonumber(ARGV[at]) do
    redis.call('HSET', gate, ARGV[at + 1], ARGV[at + 2] == '@now' and now or ARGV[at + 2])
    at = at + 2
  end
  at = at + 1
  for _ = 1, tonumber(ARGV[at]) do
    redis.call('HDEL', gate, ARGV[at + 1])
    at = at + 1
  end
  at = at + 1
  for _ = 1, tonumber(ARGV[at]) do
    local sku, units = ARGV[at + 1], tonumber(ARGV[at + 2])
    local before = tonumber(redis.call('HGET', stock, 'o' .. sku) or '0')
    redis.call('HSET', stock, 'o' .. sku, string.format('%.0f', units))
    redis.call('HINCRBY', stock, 'a' .. sku, string.format('%.0f', units - before))
    at = at + 2
  end
  return at + 1
end
