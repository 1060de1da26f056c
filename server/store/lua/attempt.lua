-- Counts one attempt under each of several counters before it is made, so that attempts at once cannot slip through;
-- where one of them is resting, nothing is counted.
-- KEYS the counters
-- ARGV for each counter: attempts that are free, first pause, longest pause, forgotten after (ms)
-- Reply {'ok'} | {'wait', ms}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local wait = 0
for _, key in ipairs(KEYS) do wait = math.max(wait, tonumber(redis.call('HGET', key, 'until') or '0') - now) end
if wait > 0 then return {'wait', string.format('%.0f', wait)} end
for i, key in ipairs(KEYS) do
  local at = (i - 1) * 4
  local over = redis.call('HINCRBY', key, 'n', 1) - tonumber(ARGV[at + 1])
  if over >= 0 then
    local pause = math.min(tonumber(ARGV[at + 3]), tonumber(ARGV[at + 2]) * 2 ^ math.min(over, 30))
    redis.call('HSET', key, 'until', string.format('%.0f', now + pause))
  end
  redis.call('PEXPIRE', key, ARGV[at + 4])
end
return {'ok'}
