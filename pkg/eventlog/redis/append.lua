-- Appends one commit, or says why not. Nothing is written before everything is checked, and the
-- first write is the one that can fail: so it is all or nothing.
--
-- KEYS: the log, its head, its id, the uuids of its newest 1,024 entries, its newest run of history, then one key per stream, then
--   one bucket of identities per event.
-- ARGV: number of streams, number of events, uuid, metadata, payload, recorded (Unix microseconds),
--   channel, the id that the log must have, the least head, whether all is history (1); then per stream: expected version (-1: any),
--   events added, state ("": none, else a mark and the state); then per event: its field in the bucket.
-- Answer: {'ok', position}, {'duplicate', index, "position index", …}, {'conflict', stream number, version}, or
--   {'replaced', id, head, entries} when the log has another id, has gone back, or misses entries.
local streams, events = tonumber(ARGV[1]), tonumber(ARGV[2])
local at_streams, at_events = 10, 10 + 3 * streams
local of_streams, of_events = 5, 5 + streams -- the keys before theirs
local slice = 1000 -- arguments of one call; Lua's stack holds some 8,000

local id, head = redis.call('GET', KEYS[3]) or '', redis.call('GET', KEYS[2]) or '0'
local entries = redis.call('XLEN', KEYS[1])
if id ~= ARGV[8] or tonumber(head) < tonumber(ARGV[9]) or entries ~= tonumber(head) then
  return {'replaced', id, head, entries}
end

local known = {'duplicate'}
for i = 1, events do
  local address = redis.call('HGET', KEYS[of_events + i], ARGV[at_events + i])
  if address then
    known[#known + 1] = i - 1
    known[#known + 1] = address
  end
end
if #known > 1 then return known end

local versions, links = {}, {}
for from = 1, streams, slice do
  local to = math.min(from + slice - 1, streams)
  local records = redis.call('MGET', unpack(KEYS, of_streams + from, of_streams + to))
  for i = from, to do
    local version, last = '0', '0'
    local record = records[i - from + 1]
    if record then version, last = string.match(record, '^(%d+) (%d+)') end
    local expected = ARGV[at_streams + 3 * i - 2]
    if expected ~= '-1' and expected ~= version then return {'conflict', i - 1, version} end
    versions[i], links[i] = tonumber(version), last
  end
end

local position = string.format('%.0f', tonumber(head) + 1)
redis.call('XADD', KEYS[1], position .. '-0',
  '_watermill_message_uuid', ARGV[3], 'metadata', ARGV[4], 'payload', ARGV[5],
  'recorded', ARGV[6], 'links', table.concat(links, ' '))
redis.call('SET', KEYS[2], position)
redis.call('HSET', KEYS[4], string.format('%.0f', tonumber(position) % 1024), position .. ' ' .. ARGV[3]) -- for verify.lua
if ARGV[10] == '1' then
  local first, last = string.match(redis.call('GET', KEYS[5]) or '', '^(%d+) (%d+)$')
  if not last or tonumber(last) ~= tonumber(head) then first = position end
  redis.call('SET', KEYS[5], first .. ' ' .. position)
end
for from = 1, streams, slice do
  local to = math.min(from + slice - 1, streams)
  local pairs_of = {}
  for i = from, to do
    local at = at_streams + 3 * i
    local version = string.format('%.0f', versions[i] + tonumber(ARGV[at - 1]))
    pairs_of[#pairs_of + 1] = KEYS[of_streams + i]
    pairs_of[#pairs_of + 1] = version .. ' ' .. position .. ARGV[at]
  end
  redis.call('MSET', unpack(pairs_of))
end
for i = 1, events do
  redis.call('HSET', KEYS[of_events + i], ARGV[at_events + i], position .. ' ' .. (i - 1))
end
redis.call('PUBLISH', ARGV[7], id .. ' ' .. position)
return {'ok', position}
