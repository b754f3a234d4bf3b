-- What callers have used of their budgets, each a level that sinks steadily (see meter.rs, which does the same),
-- and whether they are changing something.
-- Of each request two KEYS, what its caller has used and that they are changing something. Of each run of requests
-- that are alike five ARGV: how many they are, how much fits, in how many microseconds all of it sinks, what to do
-- (take: one, if it fits; look: whether one fits; note: one, whether it fits or not), and for how many milliseconds
-- from now on their callers count as changing something (0: they only read).
-- Gives of each request the level in millionths, below zero where one does not fit, and 1 or 0.
local call, pack, read = redis.call, struct.pack, struct.unpack
local ceil, least, most = math.ceil, math.min, math.max
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept = call('MGET', unpack(KEYS))
local levels, writers, told = {}, {}, {}
local done = 0
for run = 1, #ARGV - 4, 5 do
  local max, window = tonumber(ARGV[run + 1]), tonumber(ARGV[run + 2])
  local deed, life = ARGV[run + 3], ARGV[run + 4]
  local first = done + 1
  done = done + ARGV[run]
  for i = first, done do
    local key, writer = KEYS[2 * i - 1], KEYS[2 * i]
    -- A caller may be in one question more than once.
    local used = levels[key]
    if not used then
      local value = kept[2 * i - 1]
      used = 0
      if value and #value == 16 then
        local level, at = read('<dd', value)
        used = most(0, level - most(0, now - at) * max / window)
      end
    end
    local fits = used + 1 <= max
    if deed == 'note' or (fits and deed == 'take') then
      used = least(used + 1, max)
      local empty_in = most(1, ceil(used * window / max / 1000))
      call('SET', key, pack('<dd', used, now), 'PX', empty_in)
    end
    levels[key] = used
    local level = ceil(used * 1000000)
    told[2 * i - 1] = fits and level or -most(1, level)
    if life ~= '0' then
      call('SET', writer, '', 'PX', life)
      writers[writer] = true
    end
    told[2 * i] = (kept[2 * i] or writers[writer]) and 1 or 0
  end
end
return told
