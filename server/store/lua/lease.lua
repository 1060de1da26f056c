-- Takes or renews the right to host a show. A new holder gets an epoch greater than any before it.
-- KEYS 1 lease  2 epoch
-- ARGV 1 caller's process id  2 milliseconds to hold it
-- Reply {'held', epoch} | {'renewed', epoch} | {'other', holder}
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return {'renewed', redis.call('GET', KEYS[2])}
end
if holder then return {'other', holder} end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local epoch = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now)
local text = string.format('%.0f', epoch)
redis.call('SET', KEYS[2], text)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'held', text}
