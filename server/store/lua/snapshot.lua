-- Names the chunks that make a snapshot, last of all and only under the current epoch.
-- KEYS 1 epoch  2 snapshot
-- ARGV 1 caller's epoch  2 record
-- Reply {'ok'} | {'fenced', epoch}
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
redis.call('SET', KEYS[2], ARGV[2])
return {'ok'}
