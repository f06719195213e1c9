import { prelude } from './user-prelude.ts'

/** Adds a message for one user. Answers 1, or the id of the one with the same dedupe key. */
export const add = `${prelude}
local a = cjson.decode(ARGV[1])
local state = open(a.epoch)
if isIn(a.dedupeKey) then
  local existing = redis.call('HGET', k('dedupe'), a.dedupeKey)
  if existing then return existing end
end
if redis.call('HEXISTS', k('rows'), a.id) == 1 then return a.id end
local isVisible = a.isStored and not isIn(a.at)
local rev = state.rev + 1
if isIn(a.key) and a.isStored then
  local left = {}
  for _, id in ipairs(idsOf(a.key)) do
    local row = rowOf(id)
    if row and isIn(row.removedAt) then
      -- An undo may bring it back.
      if isIn(row.before) then left[#left + 1] = id end
    elseif row then
      if not isIn(row.archivedAt) and (row.seq == 0 or (row.seq > 0 and isVisible)) then
        if row.seq > 0 then
          state.total = state.total - 1
          if not isRead(row, state.readSeq) then state.unread = state.unread - 1 end
        end
        row.removedAt, row.dueAt, row.before, row.rev = a.now, null, null, rev
        keep(row)
        state.version = a.bumped and state.version or state.version + 1
        a.bumped = true
      else left[#left + 1] = id end
    end
  end
  left[#left + 1] = a.id
  redis.call('HSET', k('keys'), a.key, cjson.encode(left))
end
state.lastArrival = math.max(state.lastArrival, a.now)
state.rev = rev
if isVisible then
  state.total = state.total + 1
  state.unread = state.unread + 1
end
keep({ id = a.id, isBroadcast = false, seq = isVisible and rev or (a.isStored and 0 or -1),
  rev = rev, arrivedAt = state.lastArrival, readAt = null, isPinned = false, archivedAt = null,
  removedAt = null, dueAt = isIn(a.at) and a.at or a.expiresAt, key = a.key,
  isAnnounced = a.isAnnounced, before = null, dedupeKey = a.dedupeKey,
  level = a.level, tags = a.tags, name = a.name, topic = a.topic })
if isIn(a.dedupeKey) then redis.call('HSET', k('dedupe'), a.dedupeKey, a.id) end
save(state)
return 1`

/** Writes a change; answers with the state, or nothing when somebody was faster. */
export const commit = `${prelude}
local c = cjson.decode(ARGV[1])
local state = load()
if (state and state.version or 0) ~= c.version then return false end
if state and state.epoch ~= c.epoch then return false end
state = state or open(c.epoch)
local base = state.rev
for _, change in ipairs(c.rows) do
  local row = rowOf(change.id) or { key = null, dedupeKey = null }
  local rev = change.step == 0 and (row.rev or base) or base + change.step
  if change.isArriving == true then
    state.lastArrival = math.max(state.lastArrival, change.arrivedAt)
    change.arrivedAt, change.seq = state.lastArrival, rev
  end
  for name, value in pairs(change) do
    if name ~= 'step' and name ~= 'isArriving' then row[name] = value end
  end
  row.rev = rev
  keep(row)
end
state.rev = base + c.steps
state.version = state.version + 1
for name, value in pairs(c.add) do state[name] = state[name] + value end
if isIn(c.readSeq) then state.readSeq, state.readRev = c.readSeq, state.rev end
if c.isBreak == true then state.floor = state.rev end
if isIn(c.note) then state.note = c.note end
save(state)
return flatOf(state)`

/** Forgets removed rows, ARGV[1], and broadcasts that are gone, all others; answers with how many rows. */
export const purge = `${prelude}
local state = load()
if not state then return 0 end
for i = 2, #ARGV do
  redis.call('SREM', k('marks'), ARGV[i])
  redis.call('HDEL', k('rows'), ARGV[i])
end
local number = 0
for _, id in ipairs(cjson.decode(ARGV[1])) do
  local row = rowOf(id)
  if row and isIn(row.removedAt) then
    number = number + 1
    state.floor = math.max(state.floor, row.rev)
    if isIn(row.dedupeKey) and redis.call('HGET', k('dedupe'), row.dedupeKey) == id then
      redis.call('HDEL', k('dedupe'), row.dedupeKey)
    end
    if isIn(row.key) then
      local left = {}
      for _, other in ipairs(idsOf(row.key)) do if other ~= id then left[#left + 1] = other end end
      if #left == 0 then redis.call('HDEL', k('keys'), row.key)
      else redis.call('HSET', k('keys'), row.key, cjson.encode(left)) end
    end
    redis.call('HDEL', k('rows'), id)
    for _, name in ipairs(sets) do redis.call('ZREM', k(name), id) end
  end
end
if number > 0 then save(state) end
return number`

/** Forgets a user, unless something has changed since the revision ARGV[1]. */
export const erase = `${prelude}
local state = load()
if (state and state.rev or 0) ~= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', k('state'), k('rows'), k('marks'), k('keys'), k('dedupe'))
for _, name in ipairs(sets) do redis.call('DEL', k(name)) end
return 1`
