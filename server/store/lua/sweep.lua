-- Gives back holds that are due, under the current epoch. Claims do so too: this is for shows nobody buys in just now.
-- KEYS 1 epoch  2 stock  3 deals  4 buyers  5 claims  6 holds  7 journal  8 tail  9 lease
-- ARGV 1 caller's epoch  2 most at once  3 caller's process id  4 channel
-- Reply {'ok', entry id or '', id before it, events (JSON array), how many} | {'fenced', epoch}
-- include time
-- include holds
-- include journal
local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return {'fenced', epoch or ''} end
local events = {}
local keys = { stock = KEYS[2], deals = KEYS[3], buyers = KEYS[4], claims = KEYS[5], holds = KEYS[6] }
local count = giveBackDue(keys, now, nowText, tonumber(ARGV[2]), events)
writeLedger(keys.holds)
local id, previous, text = journalLedger(KEYS[7], KEYS[8], KEYS[9], ARGV[3], ARGV[4], events)
return {'ok', id, previous, text, count}
