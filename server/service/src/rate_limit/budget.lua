-- What one caller has used of a budget, a level that sinks steadily; see meter.rs, which does the same.
-- KEYS[1] the caller. ARGV: how much fits, in how many microseconds all of it sinks, and what to do:
-- take (one, if it fits), look (whether one fits), note (one, whether it fits or not).
-- Gives the level in millionths; below zero where one does not fit.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local max, window, deed = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local used = 0
local kept = redis.call('GET', KEYS[1])
if kept and #kept == 16 then
  local level, at = struct.unpack('<dd', kept)
  used = math.max(0, level - math.max(0, now - at) * max / window)
end
local fits = used + 1 <= max
if deed == 'note' or (fits and deed == 'take') then
  used = math.min(used + 1, max)
  local life = math.max(1, math.ceil(used * window / max / 1000))
  redis.call('SET', KEYS[1], struct.pack('<dd', used, now), 'PX', life)
end
local told = math.ceil(used * 1000000)
if fits then return told end
return -math.max(1, told)
