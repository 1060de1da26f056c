-- Journals what happened to the ledger as one entry, and tells the host where the caller is not it.
-- Returns the entry's id, the id before it, and the events as a JSON array; '' and '' where nothing happened.
local function journalLedger(journal, tail, lease, processId, channel, events)
  if #events == 0 then return '', '', '[]' end
  local text = '[' .. table.concat(events, ',') .. ']'
  local id = redis.call('XADD', journal, '*', 'k', 'l', 'b', text)
  local previous = redis.call('SET', tail, id, 'GET') or '0-0'
  if redis.call('GET', lease) ~= processId then redis.call('PUBLISH', channel, id) end
  return id, previous, text
end
