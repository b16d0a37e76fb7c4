-- What stands where the log is. KEYS: the log, its head, its id, the uuids of its newest entries. ARGV: a position, 0 for none.
-- Answer: {id, head, entries, uuid of the entry at the position, uuid of the last one}.
local function uuid_at(position)
  -- append.lua keeps those of the newest. An entry itself is read for an older one alone: Lua hashes every byte of a payload.
  local kept = redis.call('HGET', KEYS[4], string.format('%.0f', tonumber(position) % 1024)) or ''
  local at, uuid = string.match(kept, '^(%d+) (.*)$')
  if at == position then return uuid end
  local found = redis.call('XRANGE', KEYS[1], position .. '-0', position .. '-0')
  return found[1] and found[1][2][2] or ''
end

local id, head = redis.call('GET', KEYS[3]) or '', redis.call('GET', KEYS[2]) or '0'
local known = uuid_at(ARGV[1])
return {id, head, redis.call('XLEN', KEYS[1]), known, head == ARGV[1] and known or uuid_at(head)}
