// Bodies, each in a slot of its own with the set of who has it; and the lists of users.

export const write = `
redis.call('SET', KEYS[1], ARGV[1], 'NX')
for i = 2, #ARGV do redis.call('SADD', KEYS[1] .. ':to', ARGV[i]) end
return 1`

export const read = `return redis.call('GET', KEYS[1])`

export const recipients = `return redis.call('SMEMBERS', KEYS[1] .. ':to')`

/** Users have it no more; with the last of them it goes. */
export const forget = `
for i = 1, #ARGV do redis.call('SREM', KEYS[1] .. ':to', ARGV[i]) end
if redis.call('EXISTS', KEYS[1] .. ':to') == 0 then redis.call('DEL', KEYS[1]) end
return 1`

/** All of one score, so that they are in the order of their bytes. */
export const register = `
for i = 1, #ARGV do redis.call('ZADD', KEYS[1], 0, ARGV[i]) end
return 1`

export const unregister = `return redis.call('ZREM', KEYS[1], ARGV[1])`

export const list = `
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1] == '' and '-' or '(' .. ARGV[1], '+', 'LIMIT', 0, ARGV[2])`

export const hide = `
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'LT', ARGV[1], ARGV[i]) end
return 1`

export const due = `return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])`

/** Nothing of a user was due, and will be at ARGV[3], if ever; unless somebody has said otherwise since. */
export const seen = `
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) > tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[1], ARGV[1])
else redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1]) end
return 1`
