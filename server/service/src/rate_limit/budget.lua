-- What callers have used of their budgets, each a level that sinks steadily (see meter.rs, which does the same),
-- and whether they are changing something.
-- Of each request two KEYS, what its caller has used and that they are changing something, and four ARGV: how much fits,
-- in how many microseconds all of it sinks, what to do (take: one, if it fits; look: whether one fits; note: one, whether
-- it fits or not), and for how many milliseconds from now on its caller counts as changing something (0: it only reads).
-- Gives of each request the level in millionths, below zero where one does not fit, and 1 or 0.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept = redis.call('MGET', unpack(KEYS))
local levels, writers, told = {}, {}, {}
for i = 1, #KEYS / 2 do
  local key, writer = KEYS[2 * i - 1], KEYS[2 * i]
  local max, window = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local deed, life = ARGV[4 * i - 1], ARGV[4 * i]
  -- A caller may be in one question more than once.
  local used = levels[key]
  if not used then
    local value = kept[2 * i - 1]
    used = 0
    if value and #value == 16 then
      local level, at = struct.unpack('<dd', value)
      used = math.max(0, level - math.max(0, now - at) * max / window)
    end
  end
  local fits = used + 1 <= max
  if deed == 'note' or (fits and deed == 'take') then
    used = math.min(used + 1, max)
    local empty_in = math.max(1, math.ceil(used * window / max / 1000))
    redis.call('SET', key, struct.pack('<dd', used, now), 'PX', empty_in)
  end
  levels[key] = used
  local level = math.ceil(used * 1000000)
  told[2 * i - 1] = fits and level or -math.max(1, level)
  if life ~= '0' then
    redis.call('SET', writer, '', 'PX', life)
    writers[writer] = true
  end
  told[2 * i] = (kept[2 * i] or writers[writer]) and 1 or 0
end
return told
