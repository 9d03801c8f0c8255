-- The generic cell rate algorithm, atomically, by the server's clock.
-- KEYS[1]: the limit. ARGV: how many at once, and in how many microseconds.
-- Answers whether it was allowed, how many remain, and microseconds: until the next one when refused, until the whole
-- quota is back when allowed.
local burst, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cell = period / burst
-- The theoretical arrival time of the next one, if they came evenly.
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + cell
local used = arrival - now
if used > period then
  return {0, 0, math.ceil(used - period)}
end
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil(used / 1000))
return {1, math.floor((period - used) / cell + 0.000001), math.ceil(used)}
