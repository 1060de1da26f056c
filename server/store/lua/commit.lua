-- Commits a decision: still at revision n? then store n + 1, append the events, remember the outcome.
-- KEYS 1 show  2 journal  3 tail  4 command  5 lease  6 revisions
-- ARGV 1 revision the decision was made at  2 show document after  3 events (JSON array)  4 outcome to remember
--      5 seconds to remember it  6 caller's process id  7 channel  8 index of the last event
-- Reply {'ok', id, previous id} | {'seen', outcome} | {'conflict', revision} | {'unknown'}
local seen = redis.call('GET', KEYS[4])
if seen then return {'seen', seen} end
local revision = redis.call('HGET', KEYS[1], 'revision')
if not revision then return {'unknown'} end
if revision ~= ARGV[1] then return {'conflict', revision} end
local after = string.format('%.0f', tonumber(revision) + 1)
local id = redis.call('XADD', KEYS[2], '*', 'k', 'd', 'r', after, 'b', ARGV[3])
local previous = redis.call('SET', KEYS[3], id, 'GET') or '0-0'
redis.call('HSET', KEYS[1], 'revision', after, 'document', ARGV[2], 'id', id .. '.' .. ARGV[8])
redis.call('HSET', KEYS[6], after, id)
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[5])
local host = redis.call('GET', KEYS[5])
if host ~= ARGV[6] then redis.call('PUBLISH', ARGV[7], id) end
return {'ok', id, previous}
