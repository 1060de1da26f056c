-- Journals, under the current epoch, that entries which had been read are gone. The show's revision does not move.
-- KEYS 1 epoch  2 journal  3 tail  4 show
-- ARGV 1 caller's epoch  2 events (JSON array)
-- Reply {'ok', id, previous id} | {'fenced', epoch}
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
local revision = redis.call('HGET', KEYS[4], 'revision') or '0'
local id = redis.call('XADD', KEYS[2], '*', 'k', 'd', 'r', revision, 'b', ARGV[2])
redis.call('HSET', KEYS[4], 'id', id .. '.0')
local previous = redis.call('SET', KEYS[3], id, 'GET') or '0-0'
return {'ok', id, previous}
