-- Takes one counted attempt back, because it was a good one.
-- KEYS the counters
-- ARGV none
-- Reply {'ok'}
for _, key in ipairs(KEYS) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HINCRBY', key, 'n', -1)
    redis.call('HDEL', key, 'until')
  end
end
return {'ok'}
