-- Uses a pairing up, by the hash of its code or of its secret.
-- KEYS 1 pairings
-- ARGV 1 hash
-- Reply {pairing} | {} where there is none, or it was used or has expired
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local pairing = cjson.decode(all[i + 1])
  if pairing.codeHash == ARGV[1] or pairing.secretHash == ARGV[1] then
    redis.call('HDEL', KEYS[1], all[i])
    return pairing.expiresAt > now and {all[i + 1]} or {}
  end
end
return {}
