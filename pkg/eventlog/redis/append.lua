-- Appends one commit, or says why not. Nothing is written before everything is checked, and the
-- first write is the one that can fail: so it is all or nothing.
--
-- KEYS: the log, its head, then one key per stream, then one bucket of identities per event.
-- ARGV: number of streams, number of events, uuid, metadata, payload, recorded (Unix microseconds),
--   channel; then per stream: expected version (-1: any), events added, state ("": none, else a mark
--   and the state); then per event: its field in the bucket.
-- Answer: {'ok', position}, {'duplicate', index, "position index", …} or {'conflict', stream number, version}.
local streams, events = tonumber(ARGV[1]), tonumber(ARGV[2])
local at_streams, at_events = 7, 7 + 3 * streams
local slice = 1000 -- arguments of one call; Lua's stack holds some 8,000

local known = {'duplicate'}
for i = 1, events do
  local address = redis.call('HGET', KEYS[2 + streams + i], ARGV[at_events + i])
  if address then
    known[#known + 1] = i - 1
    known[#known + 1] = address
  end
end
if #known > 1 then return known end

local versions, links = {}, {}
for from = 1, streams, slice do
  local to = math.min(from + slice - 1, streams)
  local records = redis.call('MGET', unpack(KEYS, 2 + from, 2 + to))
  for i = from, to do
    local version, last = '0', '0'
    local record = records[i - from + 1]
    if record then version, last = string.match(record, '^(%d+) (%d+)') end
    local expected = ARGV[at_streams + 3 * i - 2]
    if expected ~= '-1' and expected ~= version then return {'conflict', i - 1, version} end
    versions[i], links[i] = tonumber(version), last
  end
end

local position = string.format('%.0f', tonumber(redis.call('GET', KEYS[2]) or '0') + 1)
redis.call('XADD', KEYS[1], position .. '-0',
  '_watermill_message_uuid', ARGV[3], 'metadata', ARGV[4], 'payload', ARGV[5],
  'recorded', ARGV[6], 'links', table.concat(links, ' '))
redis.call('SET', KEYS[2], position)
for from = 1, streams, slice do
  local to = math.min(from + slice - 1, streams)
  local pairs_of = {}
  for i = from, to do
    local at = at_streams + 3 * i
    local version = string.format('%.0f', versions[i] + tonumber(ARGV[at - 1]))
    pairs_of[#pairs_of + 1] = KEYS[2 + i]
    pairs_of[#pairs_of + 1] = version .. ' ' .. position .. ARGV[at]
  end
  redis.call('MSET', unpack(pairs_of))
end
for i = 1, events do
  redis.call('HSET', KEYS[2 + streams + i], ARGV[at_events + i], position .. ' ' .. (i - 1))
end
redis.call('PUBLISH', ARGV[7], position)
return {'ok', position}
