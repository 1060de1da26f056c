-- Offers a pairing, dropping those that expired.
-- KEYS 1 pairings
-- ARGV 1 id  2 pairing (JSON)  3 milliseconds it is good for  4 most pairings at once
-- Reply {'ok', expires at} | {'again'} where its code is in use | {'full'}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local offered = cjson.decode(ARGV[2])
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local other = cjson.decode(all[i + 1])
  if other.expiresAt <= now then redis.call('HDEL', KEYS[1], all[i])
  elseif other.codeHash == offered.codeHash then return {'again'} end
end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return {'full'} end
offered.expiresAt = now + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(offered))
return {'ok', string.format('%.0f', offered.expiresAt)}
