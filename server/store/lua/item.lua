-- Writes an item of a review over the version its writer saw.
-- KEYS 1 items  ARGV 1 id  2 version seen  3 item (JSON)  4 most items there may be
-- Reply {'ok'} | {'stale', item or ''} | {'full'}
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if (stored and cjson.decode(stored).version or 0) ~= tonumber(ARGV[2]) then return {'stale', stored or ''} end
if not stored and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return {'full'} end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return {'ok'}
