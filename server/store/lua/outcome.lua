-- Remembers a refusal under its command id, and writes it into the show's log; the first outcome stands.
-- KEYS 1 command  2 refusals
-- ARGV 1 outcome  2 seconds to remember it  3 entry for the log ('' for none)  4 refusals kept, about
-- Reply the outcome that stands
local seen = redis.call('GET', KEYS[1])
if seen then return seen end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if ARGV[3] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'e', ARGV[3]) end
return ARGV[1]
