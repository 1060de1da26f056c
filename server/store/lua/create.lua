-- Creates a show, once: its document at revision 1, its first journal entry, its gate and opening stock.
-- KEYS 1 show  2 journal  3 tail  4 revisions  5 gate  6 stock
-- ARGV 1 document  2 events (JSON array)  3 on: what setGate reads
-- Reply {'ok', id} | {'exists'}
-- include time
-- include gate
if redis.call('EXISTS', KEYS[1]) == 1 then return {'exists'} end
setGate(KEYS[5], KEYS[6], nowText, 3)
local id = redis.call('XADD', KEYS[2], '*', 'k', 'd', 'r', '1', 'b', ARGV[2])
redis.call('SET', KEYS[3], id)
redis.call('HSET', KEYS[4], '1', id)
redis.call('HSET', KEYS[1], 'revision', '1', 'document', ARGV[1], 'id', id .. '.0')
return {'ok', id}
