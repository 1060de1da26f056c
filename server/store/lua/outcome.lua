-- Remembers a refusal under its command id; the first outcome stands.
-- KEYS 1 command
-- ARGV 1 outcome  2 seconds to remember it
-- Reply the outcome that stands
local seen = redis.call('GET', KEYS[1])
if seen then return seen end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return ARGV[1]
