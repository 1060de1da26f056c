-- The ledger as it stands, and the journal entry it stands after: one moment's truth.
-- KEYS 1 stock  2 deals  3 holds  4 claims  5 tail
-- ARGV 1 most holds to tell, the first due first; -1 for all
-- Reply {tail, stock (flat hash), deals (flat hash), claims held, when each falls due}
local most = tonumber(ARGV[1])
local ranked = redis.call('ZRANGE', KEYS[3], 0, most < 0 and -1 or most - 1, 'WITHSCORES')
local claims, due = {}, {}
for i = 1, #ranked, 2 do
  claims[#claims + 1] = redis.call('HGET', KEYS[4], ranked[i])
  due[#due + 1] = ranked[i + 1]
end
return { redis.call('GET', KEYS[5]) or '0-0', redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]), claims, due }
