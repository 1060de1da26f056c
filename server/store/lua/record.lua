-- Names a segment that is on the disk as part of a show's recording, under the current epoch and right behind the segment before; or, where the
-- recording reaches no further than before, what was written at the show's end.
-- KEYS 1 epoch  2 recording
-- ARGV 1 caller's epoch  2 the entry the recording must reach so far  3 the entry it reaches then  4 file name, or `closing`  5 what it is (JSON)
-- Reply {'ok'} | {'fenced', epoch} | {'elsewhere', the entry it reaches}
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
local upTo = redis.call('HGET', KEYS[2], '@') or '0-0'
if upTo ~= ARGV[2] then return {'elsewhere', upTo} end
redis.call('HSET', KEYS[2], '@', ARGV[3], ARGV[4], ARGV[5])
return {'ok'}
