-- Names what makes a snapshot, last of all, only under the current epoch, and only in place of what its writer knows of. What the new record names no
-- more of the old one's chunks goes in the same moment.
-- KEYS 1 epoch  2 snapshot  3… parts of chunks that are named no more
-- ARGV 1 caller's epoch  2 the record it knows of, '' for none  3 the record to be
-- Reply {'ok'} | {'fenced', epoch} | {'changed', the record there is, '' for none}
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
local known = redis.call('GET', KEYS[2]) or ''
if known ~= ARGV[2] then return {'changed', known} end
redis.call('SET', KEYS[2], ARGV[3])
for i = 3, #KEYS do redis.call('UNLINK', KEYS[i]) end
return {'ok'}
