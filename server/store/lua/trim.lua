-- Takes a journal's entries before one of them away, under the current epoch: only what is recorded, is in the snapshot, and was taken into the ledger.
-- What was decided there stays readable by its revision.
-- KEYS 1 epoch  2 journal  3 recording  4 snapshot  5 stock  6 revisions  7 decisions
-- ARGV 1 caller's epoch  2 the first entry that stays
-- Reply {'ok', how many went} | {'fenced', epoch} | {'early', the entry up to which it could}
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function before(a, b)
  local aMs, aSeq = parts(a)
  local bMs, bSeq = parts(b)
  return aMs < bMs or (aMs == bMs and aSeq < bSeq)
end
local to = ARGV[2]
local snapshot = redis.call('GET', KEYS[4])
for _, reached in ipairs({ redis.call('HGET', KEYS[3], '@') or '0-0', snapshot and cjson.decode(snapshot).entry or '0-0', redis.call('HGET', KEYS[5], '@') or '0-0' }) do
  if before(reached, to) then return {'early', reached} end
end
local revision = tonumber(redis.call('HGET', KEYS[7], '@') or '0') + 1
while true do
  local id = redis.call('HGET', KEYS[6], string.format('%.0f', revision))
  if not id or not before(id, to) then break end
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  local fields = entry and entry[2] or {}
  for i = 1, #fields, 2 do
    if fields[i] == 'b' then redis.call('HSET', KEYS[7], string.format('%.0f', revision), fields[i + 1]) end
  end
  redis.call('HSET', KEYS[7], '@', string.format('%.0f', revision))
  revision = revision + 1
end
local gone = redis.call('XTRIM', KEYS[2], 'MINID', '=', to)
redis.call('HSET', KEYS[3], 'from', to)
return {'ok', string.format('%.0f', gone)}
