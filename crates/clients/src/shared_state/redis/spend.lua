-- Spends from a budget, all or nothing.
-- KEYS[1]: what was spent. ARGV: how much to spend, the most that may be spent, and the milliseconds that a count lives.
local amount, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local spent = tonumber(redis.call('GET', KEYS[1]) or 0)
if spent + amount > most then
  return 0
end
redis.call('INCRBY', KEYS[1], amount)
if spent == 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
