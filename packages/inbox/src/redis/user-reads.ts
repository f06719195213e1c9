import { prelude } from './user-prelude.ts'

/** Answers with the state, the first due time, rows, and the rows of broadcasts. */
export const read = `${prelude}
local state = load()
if not state then return { false, false, {}, {} } end
local q = cjson.decode(ARGV[1])
local rows = {}
local function take(ids)
  if #ids == 0 then return end
  for from = 1, #ids, 1000 do
    local texts = redis.call('HMGET', k('rows'), unpack(ids, from, math.min(from + 999, #ids)))
    for _, text in ipairs(texts) do if text then rows[#rows + 1] = text end end
  end
end
local function below(name, high, low, limit)
  return redis.call('ZREVRANGEBYSCORE', k(name), '(' .. string.format('%.0f', high), low, 'LIMIT', 0, limit)
end
-- Goes down a set in steps, until there is enough of what a filter means.
local function search(name, high, low, judge, limit)
  while #rows < limit do
    local ids = below(name, high, low, 200)
    if #ids == 0 then return end
    for _, text in ipairs(redis.call('HMGET', k('rows'), unpack(ids))) do
      local row = cjson.decode(text)
      high = row.seq
      if judge(row) then
        rows[#rows + 1] = text
        if #rows == limit then return end
      end
    end
  end
end
if q.by == 'place' then
  local f = q.filter
  local isPlain = not isIn(f.levels) and not isIn(f.names) and not isIn(f.topics) and #f.tags == 0
  local names = { inbox = 'in', archived = 'archived', all = 'all' }
  if isPlain and names[f.state] then take(below(names[f.state], q.below, '-inf', q.limit))
  elseif f.state == 'unread' then
    -- What is above the mark, and what is pinned, each in order.
    local judge = function(row) return isMeant(row, f, state.readSeq) end
    search('unread', q.below, '(' .. state.readSeq, judge, q.limit)
    local unread = rows
    rows = {}
    search('pinned', q.below, '-inf', judge, q.limit)
    for _, text in ipairs(unread) do rows[#rows + 1] = text end
    local places = {}
    for _, text in ipairs(rows) do places[text] = cjson.decode(text).seq end
    table.sort(rows, function(one, other) return places[one] > places[other] end)
    while #rows > q.limit do rows[#rows] = nil end
  else
    local judge = function(row) return isMeant(row, f, state.readSeq) end
    search(names[f.state] or 'in', q.below, '-inf', judge, q.limit)
  end
elseif q.by == 'age' then
  for _, id in ipairs(redis.call('ZRANGE', k(q.state == 'archived' and 'archived' or 'in'), 0, -1)) do
    local text = redis.call('HGET', k('rows'), id)
    local row = cjson.decode(text)
    if row.arrivedAt >= q.arrivedBefore or #rows == q.limit then break end
    if stateIn(row, state.readSeq) == q.state then rows[#rows + 1] = text end
  end
elseif q.by == 'id' then
  take(q.ids)
  local own = {}
  for _, text in ipairs(rows) do if not cjson.decode(text).isBroadcast then own[#own + 1] = text end end
  rows = own
elseif q.by == 'revision' then
  take(redis.call('ZRANGEBYSCORE', k('rev'), '(' .. string.format('%.0f', q.above), string.format('%.0f', q.upTo), 'LIMIT', 0, q.limit))
elseif q.by == 'due' then
  take(redis.call('ZRANGEBYSCORE', k('due'), '-inf', q.now, 'LIMIT', 0, q.limit))
elseif q.by == 'pin' then
  take(redis.call('ZRANGEBYSCORE', k('pinned'), '-inf', string.format('%.0f', q.upTo)))
  take(redis.call('ZRANGEBYSCORE', k('apinned'), '-inf', string.format('%.0f', q.upTo)))
elseif q.by == 'key' then
  for _, key in ipairs(q.keys) do
    for _, id in ipairs(idsOf(key)) do
      local row = rowOf(id)
      if row and row.seq > 0 and not isIn(row.removedAt) and not isIn(row.archivedAt) then take({ id }) end
    end
  end
elseif q.by == 'announced' then
  take(redis.call('ZREVRANGE', k('announced'), 0, q.limit - 1))
end
local found = rows
rows = {}
take(redis.call('SMEMBERS', k('marks')))
local due = redis.call('ZRANGE', k('due'), 0, 0, 'WITHSCORES')
return { flatOf(state), due[2] or false, found, rows }`

/** Counts; by the sizes of sets where everything is meant. */
export const tally = `${prelude}
local q = cjson.decode(ARGV[1])
local state = load()
if not state then return { false, 0, 0, 0, 0 } end
local f = q.filter
local readSeq = isIn(q.readSeq) and q.readSeq or state.readSeq
local above = '(' .. string.format('%.0f', q.above)
local isPlain = not isIn(f.levels) and not isIn(f.names) and not isIn(f.topics) and #f.tags == 0
if isPlain and f.state == 'all' and not q.isThorough then
  local unreadAbove = '(' .. string.format('%.0f', math.max(q.above, readSeq))
  local function count(name, from) return redis.call('ZCOUNT', k(name), from, '+inf') end
  return { flatOf(state), count('all', above), count('unread', unreadAbove) + count('pinned', above),
    count('archived', above), count('aunread', unreadAbove) + count('apinned', above) }
end
local total, unread, archived, archivedUnread = 0, 0, 0, 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', k('all'), above, '+inf')) do
  local row = rowOf(id)
  if isMeant(row, f, readSeq) then
    local isUnread = not isRead(row, readSeq)
    total = total + 1
    if isIn(row.archivedAt) then
      archived = archived + 1
      if isUnread then archivedUnread = archivedUnread + 1 end
    elseif isUnread then unread = unread + 1 end
  end
end
return { flatOf(state), total, unread, archived, archivedUnread }`

/** The first time at which something hidden is due. */
export const hiddenAt = `return redis.call('ZRANGE', KEYS[1] .. ':hidden', 0, 0, 'WITHSCORES')[2]`

/** Whether the user has the message, or had it lately. */
export const hasRow = `return redis.call('HEXISTS', KEYS[1] .. ':rows', ARGV[1])`

export const revision = `return redis.call('HMGET', KEYS[1] .. ':state', 'epoch', 'rev')`

/** Rows that were removed before a time. */
export const removedIds = `
return redis.call('ZRANGEBYSCORE', KEYS[1] .. ':removed', '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])`

/** The revision, and all rows that there are then. */
export const rowIds = `
return { redis.call('HGET', KEYS[1] .. ':state', 'rev') or '0', redis.call('HKEYS', KEYS[1] .. ':rows') }`

export const markIds = `return redis.call('SMEMBERS', KEYS[1] .. ':marks')`
