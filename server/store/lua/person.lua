-- Makes, changes or removes a person. Names are unique, and the last admin who can sign in stays one.
-- KEYS 1 people  2 names  3 passwords  4 session that outlives a change of password
-- ARGV 1 'make', 'change' or 'remove'  2 id  3 changes (JSON object)  4 password hash or ''  5 most people there may be  6 channel
-- Reply {'ok', person} | {'taken'} | {'full'} | {'unknown'} | {'last'}
local verb, id, changes, password = ARGV[1], ARGV[2], cjson.decode(ARGV[3]), ARGV[4]
local stored = redis.call('HGET', KEYS[1], id)
if verb ~= 'make' and not stored then return {'unknown'} end
if verb == 'make' and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then return {'full'} end
local person = stored and cjson.decode(stored) or {}

local function isLastAdmin()
  if person.role ~= 'admin' or redis.call('HEXISTS', KEYS[3], id) == 0 then return false end
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i] ~= id and cjson.decode(all[i + 1]).role == 'admin' and redis.call('HEXISTS', KEYS[3], all[i]) == 1 then return false end
  end
  return true
end

if (verb == 'remove' or (changes.role and changes.role ~= 'admin')) and isLastAdmin() then return {'last'} end
if verb == 'remove' then
  redis.call('HDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[2], person.nameKey)
  redis.call('HDEL', KEYS[3], id)
  redis.call('PUBLISH', ARGV[6], id)
  return {'ok', stored}
end

if changes.nameKey and changes.nameKey ~= person.nameKey then
  if redis.call('HSETNX', KEYS[2], changes.nameKey, id) == 0 then return {'taken'} end
  if person.nameKey then redis.call('HDEL', KEYS[2], person.nameKey) end
end
for field, value in pairs(changes) do person[field] = value end
if password ~= '' then
  redis.call('HSET', KEYS[3], id, password)
  -- Sessions carry the epoch they were made in: a new password ends the others at once.
  person.epoch = person.epoch + 1
  local kept = redis.call('GET', KEYS[4])
  if kept then
    local session = cjson.decode(kept)
    if session.personId == id then
      session.epoch = person.epoch
      redis.call('SET', KEYS[4], cjson.encode(session), 'KEEPTTL')
    end
  end
end
local text = cjson.encode(person)
redis.call('HSET', KEYS[1], id, text)
redis.call('PUBLISH', ARGV[6], id)
return {'ok', text}
