-- Moves a consumer's cursor, never backwards. KEYS: the cursors, the log's id. ARGV: consumer, position, the id that
-- the log must have. Answer: 1, or 0 when it has another; then nothing was changed.
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return 0 end
local old = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if tonumber(ARGV[2]) > old then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 1
