-- Appends one batch of facts to a show's journal, once.
-- KEYS 1 journal  2 tail  3 marker (producer hash, or batch key)  4 lease  5 show
-- ARGV 1 sequence ('' for a batch without one)  2 body hash  3 feed  4 count  5 body  6 caller's process id  7 channel
-- Reply {'ok', id, previous id} | {'duplicate', id} | {'reused'} | {'unknown'}
-- A producer's window is 1,024 sequences wide; at or below its low-water mark everything is a duplicate.
if redis.call('EXISTS', KEYS[5]) == 0 then return {'unknown'} end
local sequence = ARGV[1]
if sequence == '' then
  local seen = redis.call('GET', KEYS[3])
  if seen then return {'duplicate', seen} end
else
  local low = tonumber(redis.call('HGET', KEYS[3], 'low') or '-1')
  local number = tonumber(sequence)
  local seen = redis.call('HGET', KEYS[3], sequence)
  if seen then
    local hash, id = string.match(seen, '^(%S+) (%S+)$')
    if hash ~= ARGV[2] then return {'reused'} end
    return {'duplicate', id}
  end
  if number <= low then return {'duplicate', redis.call('GET', KEYS[2]) or '0-0'} end
end
local id = redis.call('XADD', KEYS[1], '*', 'k', 'f', 'p', ARGV[3], 'n', ARGV[4], 'b', ARGV[5])
local previous = redis.call('SET', KEYS[2], id, 'GET') or '0-0'
if sequence == '' then
  redis.call('SET', KEYS[3], id, 'EX', 600)
else
  local number = tonumber(sequence)
  local low = tonumber(redis.call('HGET', KEYS[3], 'low') or '-1')
  redis.call('HSET', KEYS[3], sequence, ARGV[2] .. ' ' .. id)
  local floor = number - 1024
  if floor > low then
    if floor - low > 2048 then
      -- A jump far ahead: look at what is stored rather than at every number between.
      for _, field in ipairs(redis.call('HKEYS', KEYS[3])) do
        local n = tonumber(field)
        if n and n <= floor then redis.call('HDEL', KEYS[3], field) end
      end
    else
      for n = low + 1, floor do redis.call('HDEL', KEYS[3], string.format('%.0f', n)) end
    end
    redis.call('HSET', KEYS[3], 'low', string.format('%.0f', floor))
  end
end
local host = redis.call('GET', KEYS[4])
if host ~= ARGV[6] then redis.call('PUBLISH', ARGV[7], id) end
return {'ok', id, previous}
