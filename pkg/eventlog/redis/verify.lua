-- What stands where the log is. KEYS: the log, its head, its id. ARGV: a position, 0 for none.
-- Answer: {id, head, entries, uuid of the entry at the position, uuid of the last one}.
local function uuid_at(position)
  local found = redis.call('XRANGE', KEYS[1], position .. '-0', position .. '-0')
  return found[1] and found[1][2][2] or ''
end

local id, head = redis.call('GET', KEYS[3]) or '', redis.call('GET', KEYS[2]) or '0'
local known = uuid_at(ARGV[1])
return {id, head, redis.call('XLEN', KEYS[1]), known, head == ARGV[1] and known or uuid_at(head)}
