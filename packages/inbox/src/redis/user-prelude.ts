// One script an operation, and all keys of one user in one slot. KEYS[1] is what they begin with. Of them:
//
//   :state   hash    what is known without counting
//   :rows    hash    id -> row
//   :all :in :archived          sorted sets by place: what is there, in the inbox, in the archive
//   :unread :pinned             of the inbox: not read by itself, made unread
//   :aunread :apinned           of the archive
//   :rev :announced             by revision      :due :hidden :removed      by time
//   :marks   set     ids of broadcasts           :keys :dedupe   hashes

export const prelude = `
local base = KEYS[1]
local function k(name) return base .. ':' .. name end
local numbers = { 'rev', 'version', 'total', 'unread', 'archived', 'archivedUnread', 'readSeq',
  'readRev', 'floor', 'lastArrival' }
local null = cjson.null

local function load()
  local flat = redis.call('HGETALL', k('state'))
  if #flat == 0 then return nil end
  local state = {}
  for i = 1, #flat, 2 do state[flat[i]] = flat[i + 1] end
  for _, name in ipairs(numbers) do state[name] = tonumber(state[name]) end
  return state
end

local function save(state)
  local flat = {}
  for name, value in pairs(state) do
    flat[#flat + 1] = name
    flat[#flat + 1] = type(value) == 'number' and string.format('%.0f', value) or value
  end
  redis.call('HSET', k('state'), unpack(flat))
end

local function open(epoch)
  local state = load()
  if state then return state end
  state = { epoch = epoch, note = '{}' }
  for _, name in ipairs(numbers) do state[name] = 0 end
  state.version = 1
  return state
end

local function rowOf(id)
  local text = redis.call('HGET', k('rows'), id)
  return text and cjson.decode(text)
end

local function isIn(value) return value ~= nil and value ~= null end

local sets = { 'all', 'in', 'archived', 'unread', 'pinned', 'aunread', 'apinned', 'rev',
  'announced', 'due', 'hidden', 'removed' }

local function keep(row)
  local id = row.id
  redis.call('HSET', k('rows'), id, cjson.encode(row))
  if row.isBroadcast then return redis.call('SADD', k('marks'), id) end
  local scores = {}
  local isThere = not isIn(row.removedAt)
  if row.seq > 0 then
    scores.rev = row.rev
    if isThere then
      local isArchived = isIn(row.archivedAt)
      scores.all = row.seq
      scores[isArchived and 'archived' or 'in'] = row.seq
      if row.isPinned then scores[isArchived and 'apinned' or 'pinned'] = row.seq
      elseif not isIn(row.readAt) then scores[isArchived and 'aunread' or 'unread'] = row.seq end
    end
  end
  if isThere then
    if isIn(row.dueAt) then
      scores.due = row.dueAt
      if row.seq == 0 then scores.hidden = row.dueAt end
    end
    if row.isAnnounced and row.seq ~= 0 then scores.announced = row.rev end
  else scores.removed = row.removedAt end
  for _, name in ipairs(sets) do
    if scores[name] then redis.call('ZADD', k(name), scores[name], id)
    else redis.call('ZREM', k(name), id) end
  end
end

local function isRead(row, readSeq)
  return not row.isPinned and (isIn(row.readAt) or row.seq <= readSeq)
end

local function idsOf(key)
  local text = redis.call('HGET', k('keys'), key)
  return text and cjson.decode(text) or {}
end

local function contains(list, value)
  for _, each in ipairs(list) do if each == value then return true end end
  return false
end

local function stateIn(row, readSeq)
  if isIn(row.archivedAt) then return 'archived' end
  return isRead(row, readSeq) and 'read' or 'unread'
end

local function isMeant(row, filter, readSeq)
  local asked, state = filter.state, stateIn(row, readSeq)
  if asked ~= 'all' and asked ~= state and (asked ~= 'inbox' or state == 'archived') then return false end
  if isIn(filter.levels) and not contains(filter.levels, row.level) then return false end
  if isIn(filter.names) and not contains(filter.names, row.name) then return false end
  if isIn(filter.topics) and not contains(filter.topics, isIn(row.topic) and row.topic or '') then return false end
  for _, tag in ipairs(filter.tags) do
    if not string.find(' ' .. row.tags .. ' ', ' ' .. tag .. ' ', 1, true) then return false end
  end
  return true
end

local function flatOf(state)
  if not state then return false end
  local flat = {}
  for name, value in pairs(state) do
    flat[#flat + 1] = name
    flat[#flat + 1] = type(value) == 'number' and string.format('%.0f', value) or value
  end
  return flat
end
`
