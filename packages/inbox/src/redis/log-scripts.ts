// The log of broadcasts, all in one slot. KEYS[1] is what its keys begin with.

const prelude = `
local base = KEYS[1]
local function k(name) return base .. ':' .. name end
local null = cjson.null
local function isIn(value) return value ~= nil and value ~= null end
local function nextRev() return redis.call('HINCRBY', k('head'), 'rev', 1) end
local function entryOf(id)
  local text = redis.call('HGET', k('entries'), id)
  return text and cjson.decode(text)
end
local function keep(entry)
  local id, isThere = entry.id, not isIn(entry.removedAt)
  redis.call('HSET', k('entries'), id, cjson.encode(entry))
  redis.call('ZADD', k('rev'), entry.rev, id)
  if isThere and isIn(entry.dueAt) then redis.call('ZADD', k('due'), entry.dueAt, id)
  else redis.call('ZREM', k('due'), id) end
  if not isThere then redis.call('ZADD', k('removed'), entry.removedAt, id) end
end
local function remove(entry, now)
  entry.removedAt, entry.dueAt, entry.rev = now, null, nextRev()
  keep(entry)
end
local function replace(key, isHidden, isVisible, now)
  local text = redis.call('HGET', k('keys'), key)
  local left = {}
  for _, id in ipairs(text and cjson.decode(text) or {}) do
    local entry = entryOf(id)
    if entry and not isIn(entry.removedAt) then
      if (isHidden and entry.seq == 0) or (isVisible and entry.seq > 0) then remove(entry, now)
      else left[#left + 1] = id end
    end
  end
  return left
end
local function arrive(now)
  local last = math.max(tonumber(redis.call('HGET', k('head'), 'lastArrival') or 0), now)
  redis.call('HSET', k('head'), 'lastArrival', string.format('%.0f', last))
  return last
end
`

/** Answers with the id of the entry, and whether it is new. */
export const broadcast = `${prelude}
local a = cjson.decode(ARGV[1])
if isIn(a.dedupeKey) then
  local existing = redis.call('HGET', k('dedupe'), a.dedupeKey)
  if existing then return { existing, 0 } end
  redis.call('HSET', k('dedupe'), a.dedupeKey, a.id)
end
local isVisible = not isIn(a.at)
if isIn(a.key) then
  local left = replace(a.key, true, isVisible, a.now)
  left[#left + 1] = a.id
  redis.call('HSET', k('keys'), a.key, cjson.encode(left))
end
local arrivedAt = arrive(a.now)
local rev = nextRev()
redis.call('HSET', k('bodies'), a.id, ARGV[2])
keep({ id = a.id, seq = isVisible and rev or 0, rev = rev, arrivedAt = arrivedAt,
  dueAt = isVisible and a.expiresAt or a.at, expiresAt = a.expiresAt, removedAt = null,
  isAnnounced = a.isAnnounced, key = a.key, dedupeKey = a.dedupeKey })
return { a.id, 1 }`

const headOf = `
local function head()
  redis.call('HSETNX', k('head'), 'epoch', ARGV[1])
  local due = redis.call('ZRANGE', k('due'), 0, 0, 'WITHSCORES')
  local fields = redis.call('HMGET', k('head'), 'epoch', 'rev', 'floor')
  return { fields[1], fields[2] or '0', fields[3] or '0', due[2] or false }
end`

export const head = `${prelude}${headOf}
return head()`

export const readLog = `${prelude}${headOf}
local entries, bodies = {}, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', k('rev'), '(' .. ARGV[2], '+inf')) do
  entries[#entries + 1] = redis.call('HGET', k('entries'), id)
  bodies[#bodies + 1] = redis.call('HGET', k('bodies'), id)
end
return { head(), entries, bodies }`

/** Answers with the ids that were changed, and those that are visible now. */
export const changeLog = `${prelude}
local now = tonumber(ARGV[2])
local changed, shown = {}, {}
for _, change in ipairs(cjson.decode(ARGV[1])) do
  local entry = entryOf(change.id)
  if entry and not isIn(entry.removedAt) and not (change.to == 'show' and entry.seq > 0) then
    changed[#changed + 1] = change.id
    if change.to == 'remove' then remove(entry, now)
    else
      if isIn(entry.key) then
        redis.call('HSET', k('keys'), entry.key, cjson.encode(replace(entry.key, false, true, now)))
      end
      entry.arrivedAt = arrive(now)
      entry.rev = nextRev()
      entry.seq = entry.rev
      entry.dueAt = entry.expiresAt
      keep(entry)
      shown[#shown + 1] = change.id
    end
  end
end
return { changed, shown }`

export const purgeLog = `${prelude}
local ids = redis.call('ZRANGEBYSCORE', k('removed'), '-inf', '(' .. ARGV[1])
for _, id in ipairs(ids) do
  local entry = entryOf(id)
  local floor = math.max(tonumber(redis.call('HGET', k('head'), 'floor') or 0), entry.rev)
  redis.call('HSET', k('head'), 'floor', string.format('%.0f', floor))
  if isIn(entry.dedupeKey) then redis.call('HDEL', k('dedupe'), entry.dedupeKey) end
  redis.call('HDEL', k('entries'), id)
  redis.call('HDEL', k('bodies'), id)
  for _, name in ipairs({ 'rev', 'due', 'removed' }) do redis.call('ZREM', k(name), id) end
end
return #ids`

export const has = `
local found = {}
for i, id in ipairs(ARGV) do found[i] = redis.call('HEXISTS', KEYS[1] .. ':entries', id) end
return found`
