-- What a call knows of the ledger, and what it will write: a field is read once, and all is written at the end. A call that fails on its
-- way has changed nothing.
local function whole(n) return string.format('%.0f', n) end
local books, opened = {}, {}
local function open(key)
  local book = books[key]
  if not book then
    book = { values = {}, isChanged = {}, changed = {} }
    books[key] = book
    opened[#opened + 1] = key
  end
  return book
end

-- Reads fields of a hash that will be asked for, in one command.
local function readAhead(key, fields)
  local values, missing = open(key).values, {}
  for _, field in ipairs(fields) do
    if values[field] == nil then
      missing[#missing + 1] = field
      values[field] = false
    end
  end
  for from = 1, #missing, 500 do
    local found = redis.call('HMGET', key, unpack(missing, from, math.min(from + 499, #missing)))
    for i, value in ipairs(found) do values[missing[from + i - 1]] = value end
  end
end

-- A field's text, a number that this call has put there, or false.
local function get(key, field)
  local values = open(key).values
  if values[field] == nil then values[field] = redis.call('HGET', key, field) end
  return values[field]
end

local function put(key, field, value)
  local book = open(key)
  if not book.isChanged[field] then
    book.isChanged[field] = true
    book.changed[#book.changed + 1] = field
  end
  book.values[field] = value
end

local function writeBooks()
  for _, key in ipairs(opened) do
    local book = books[key]
    for from = 1, #book.changed, 500 do
      local args = {}
      for i = from, math.min(from + 499, #book.changed) do
        local field = book.changed[i]
        local value = book.values[field]
        args[#args + 1] = field
        args[#args + 1] = type(value) == 'number' and whole(value) or value
      end
      redis.call('HSET', key, unpack(args))
    end
  end
end
