-- Who holds a session, and what they are in a show: one moment's truth.
-- KEYS 1 session  2 people  3 members of the show  4 links
-- ARGV none
-- Reply {} where there is no such session, or the link it came in by was removed | {session, person or '', membership or ''}
local session = redis.call('GET', KEYS[1])
if not session then return {} end
local whose = cjson.decode(session)
if whose.link and redis.call('HEXISTS', KEYS[4], whose.link.id) == 0 then return {} end
local id = whose.personId
if not id then return {session, '', ''} end
return {session, redis.call('HGET', KEYS[2], id) or '', redis.call('HGET', KEYS[3], id) or ''}
