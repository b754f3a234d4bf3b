-- What callers have used of their budgets, each a level that sinks steadily (see meter.rs, which does the same),
-- whether they are changing something, and which process holds a lease on them (see lease.rs).
-- Of each request two KEYS, what its caller has used and how they stand. Before all ARGV who asks, and the term of
-- a lease in microseconds; then of each run of requests that are alike six: how many they are, how much fits, in how
-- many microseconds all of it sinks, what to do (take: one, if it fits; look: whether one fits; note: one, whether it
-- fits or not), for how many milliseconds from now on their callers count as changing something (0: they only read),
-- and how many to take at once, with a lease, of a budget of which half is left (1: no lease).
-- Gives of each request the level in millionths, below zero where one does not fit; whether its caller is changing
-- something: 0 no, 1 yes, 2 yes, through the process that asks alone; and of one that reads how many it has taken with
-- a lease (1: there is none), of one that writes for how many microseconds others may go on under their leases.
-- How a caller stands: "w" who is changing something or "r", 16 letters for who holds a lease ("*" for several), until
-- when by the clock of Redis, and behind a space the process through which they are changing something ("*" likewise).
local call, pack, read = redis.call, struct.pack, struct.unpack
local ceil, least, most = math.ceil, math.min, math.max
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local me, term = ARGV[1], tonumber(ARGV[2])
local NOBODY, SEVERAL = ('-'):rep(16), ('*'):rep(16)
local STANDING = '^.(' .. ('.'):rep(16) .. ')(%d+) ?(.*)$'
local kept = call('MGET', unpack(KEYS))
local levels, standings, told = {}, {}, {}
local done = 0

-- How a caller stands; nothing of an older version of the product is missed but who it was.
local function read_standing(text)
  if not text then return { holder = NOBODY, ends = 0 } end
  local holder, ends, writer = text:match(STANDING)
  if text:sub(1, 1) == 'r' then
    writer = nil
  elseif not writer or writer == '' then
    writer = SEVERAL
  end
  return { writer = writer, holder = holder or NOBODY, ends = tonumber(ends or 0) }
end

local function keep_standing(caller, standing, life)
  local text = ('%s%s%.0f'):format(standing.writer and 'w' or 'r', standing.holder, standing.ends)
  if standing.writer then text = text .. ' ' .. standing.writer end
  call('SET', caller, text, 'PX', life)
end

for run = 3, #ARGV - 5, 6 do
  local max, window = tonumber(ARGV[run + 1]), tonumber(ARGV[run + 2])
  local deed, life, ahead = ARGV[run + 3], ARGV[run + 4], tonumber(ARGV[run + 5])
  local first = done + 1
  done = done + ARGV[run]
  for i = first, done do
    local key, caller = KEYS[2 * i - 1], KEYS[2 * i]
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
    local standing = standings[caller] or read_standing(kept[2 * i])
    standings[caller] = standing
    if standing.ends <= now then standing.holder = NOBODY end
    local fits = used + 1 <= max
    local count = 1
    if ahead > 1 and not standing.writer and used + ahead <= max / 2 then
      count = ahead
      local is_mine = standing.holder == NOBODY or standing.holder == me
      standing.holder, standing.ends = is_mine and me or SEVERAL, now + term
      keep_standing(caller, standing, ceil(term / 1000))
    end
    if deed == 'note' or (fits and deed == 'take') then
      used = least(used + count, max)
      local empty_in = most(1, ceil(used * window / max / 1000))
      call('SET', key, pack('<dd', used, now), 'PX', empty_in)
    end
    levels[key] = used
    local level = ceil(used * 1000000)
    told[3 * i - 2] = fits and level or -most(1, level)
    told[3 * i] = count
    if life ~= '0' then
      standing.writer = (standing.writer or me) == me and me or SEVERAL
      keep_standing(caller, standing, life)
      local is_elsewhere = standing.holder ~= NOBODY and standing.holder ~= me
      told[3 * i] = is_elsewhere and least(standing.ends - now, term) or 0
    end
    told[3 * i - 1] = standing.writer and (standing.writer == me and 2 or 1) or 0
  end
end
return told
