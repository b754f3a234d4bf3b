-- What wrk sends. KIND picks the request; TOKENS is a file of JWTs, one a line, to rotate over; TARGET is
-- the path of kind `get`; RUN makes the ids of courses unique over runs.
local kind, target = os.getenv("KIND"), os.getenv("TARGET")
local run = tonumber(os.getenv("RUN"))
local ready, tokens, n = {}, {}, 0

local function http(method, path, token, body)
  local lines = { method .. " " .. path .. " HTTP/1.1", "Host: " .. os.getenv("HOST_HEADER") }
  if token then lines[#lines + 1] = "Authorization: Bearer " .. token end
  if body then
    lines[#lines + 1] = "Content-Type: application/json"
    lines[#lines + 1] = "Content-Length: " .. #body
  end
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. (body or "")
end

function init()
  for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = line end
  if kind == "get" then
    for i, token in ipairs(tokens) do ready[i] = http("GET", target, token) end
  elseif kind == "page" then
    ready[1] = http("GET", target)
  end
end

function request()
  n = n + 1
  if #ready > 0 then return ready[n % #ready + 1] end
  local token = tokens[n % #tokens + 1]
  if kind == "update" then
    return http("PUT", "/api/v1/users/me", token, string.format('{"bio":"Updated biography, revision %010d"}', n))
  end
  return http("POST", "/api/v1/users/me/enrollments", token,
    string.format('{"courseId":"%08x-0000-4000-8000-%012x"}', run, n))
end

-- One line of JSON, times in milliseconds.
function done(summary, latency)
  local e = summary.errors
  local row = '{"requests":%d,"seconds":%.3f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f,"failed":%d,"broken":%d}\n'
  io.stderr:write(string.format(row, summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000, e.status,
    e.connect + e.read + e.write + e.timeout))
end
