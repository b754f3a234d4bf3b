"""What watches the product, held against what it watches.

monitoring.py files CHECKOUT                        alerts have sections and tests, the dashboard is one
monitoring.py queries CHECKOUT                      the dashboard's queries as rules, for promtool
monitoring.py compare CHECKOUT URL PORT TOKEN       names and labels in queries are those of /metrics
"""

import json
import re
import struct
import sys
import time
import urllib.error
import urllib.request
import zlib
from pathlib import Path

import yaml

ROOT = Path(sys.argv[2])
MONITORING = ROOT / "deploy/monitoring"
# What Prometheus and its like add to every sample.
ADDED_LABELS = {"job", "instance", "le", "__name__", "operation"}
# Grafana's kinds of panels that are used, and the version of the form that they are written in.
KINDS, SCHEMA_VERSION = {"row", "stat", "timeseries"}, 39
problems = []


def must(condition, sentence):
    if not condition:
        problems.append(sentence)


def alerts_and_records():
    groups = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    return [r for r in rules if "alert" in r], [r for r in rules if "record" in r]


def dashboard():
    return json.loads((MONITORING / "dashboard.json").read_text())


def dashboard_queries():
    board = dashboard()
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for annotation in board["annotations"]["list"]:
        if "expr" in annotation:
            yield annotation["name"], annotation["expr"]


def plain(query):
    """Without Grafana's variables."""
    return query.replace("$__rate_interval", "5m").replace("$route", ".*").replace("$job", "matricula")


def check_alerts():
    alerts, _ = alerts_and_records()
    runbook = (ROOT / "deploy/RUNBOOK.md").read_text()
    sections = set(re.findall(r"^#+ (Matricula\w+)$", runbook, re.M))
    tests = yaml.safe_load((MONITORING / "alerts.test.yaml").read_text())["tests"]
    rings = {t["alertname"] for test in tests for t in test.get("alert_rule_test", []) if t["exp_alerts"]}
    names = {alert["alert"] for alert in alerts}
    must(names and sections == names, f"alerts without a section, or sections without an alert: {sections ^ names}")
    must(rings == names, f"alerts that no test makes ring, or that are none: {rings ^ names}")
    for alert in alerts:
        name, annotations = alert["alert"], alert["annotations"]
        link = f"deploy/RUNBOOK.md#{name.lower()}"
        must(annotations.get("runbook_url") == link, f"{name} does not lead to its section")
        must(annotations.get("summary"), f"{name} says nothing to a person")
        must(alert["labels"].get("severity") in ("warning", "critical"), f"{name} has no severity")


def check_dashboard():
    board = dashboard()
    must(board["schemaVersion"] == SCHEMA_VERSION and board["uid"] and board["title"], "the dashboard has no name or version")
    panels = board["panels"]
    ids = [panel["id"] for panel in panels]
    must(len(set(ids)) == len(ids), "two panels have one id")
    taken = set()
    for panel in panels:
        name, place = panel["title"], panel["gridPos"]
        must(panel["type"] in KINDS, f"{name} is of an unknown kind")
        must(0 <= place["x"] and place["x"] + place["w"] <= 24, f"{name} is beside the page")
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        must(not cells & taken, f"{name} lies over another panel")
        taken |= cells
        if panel["type"] == "row":
            continue
        must(panel["targets"] and panel["description"], f"{name} shows or says nothing")
        references = [target["refId"] for target in panel["targets"]]
        must(len(set(references)) == len(references), f"{name} has two queries of one name")
        must(panel["fieldConfig"]["defaults"]["unit"], f"{name} has no unit")
    records = {record["record"] for record in alerts_and_records()[1]}
    for name, query in dashboard_queries():
        used = set(re.findall(r"matricula:\w+:\w+", query))
        must(used <= records, f"{name} asks for {used - records}, which no rule records")


def selectors(query):
    """Every metric of ours in a query, with the labels that it is asked by and the matchers on routes."""
    for name, _, inside in re.findall(r"\b((?:user|media)_service_\w+)(\{([^}\"]*(?:\"(?:[^\"\\]|\\.)*\"[^}\"]*)*)\})?", query):
        matchers = re.findall(r"(\w+)\s*(=~|!~|!=|=)\s*\"((?:[^\"\\]|\\.)*)\"", inside)
        yield name, matchers


def samples(text):
    """Names, with the values of each label."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"(\w+)(?:\{(.*)\})? ", line)
        if line.startswith("#") or not match:
            continue
        labels = found.setdefault(match[1], {})
        for label, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""):
            labels.setdefault(label, set()).add(value)
    return found


def call(url, token, method="GET", body=None, kind="application/json"):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    request = urllib.request.Request(url, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.read()


def picture():
    """A grey square of 64 pixels, as PNG."""
    rows = (b"\0" + bytes([128]) * 64) * 64
    parts = (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    chunks = [struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def live(url, token):
    """Somebody does a little of everything."""
    me = f"{url}/api/v1/users/me"
    for _ in range(2):
        call(me, token)
    call(me, token, "PUT", json.dumps({"bio": f"Checked at {time.time()}"}).encode())
    call(f"{url}/api/v1/profiles?search=ada", token)
    call(f"{url}/api/v1/users", token)
    call(f"{me}/enrollments", token, "POST", b'{"courseId":"00000000-0000-7000-8000-0000000000c1"}')
    call(f"{me}/enrollments", token)
    call(f"{url}/health/ready", token)
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    call(f"{url}/api/v1/users/profile/avatar", token, "POST", form + picture() + b"\r\n--x--\r\n", "multipart/form-data; boundary=x")


def differences(found, routes):
    """What queries ask for that is not in the numbers."""
    alerts, records = alerts_and_records()
    queries = [(rule.get("alert") or rule["record"], rule["expr"]) for rule in alerts + records]
    for where, query in queries + list(dashboard_queries()):
        for name, matchers in selectors(plain(query)):
            labels = found.get(name)
            if labels is None:
                yield f"{where}: there is no {name}"
                continue
            for label, how, value in matchers:
                if label in ADDED_LABELS:
                    continue
                if label not in labels:
                    yield f"{where}: {name} has no label {label}"
                elif label == "route" and how == "=~":
                    parts = re.split(r"\|(?![^(]*\))", value)
                    for part in parts:
                        if not any(re.fullmatch(part, route) for route in routes | labels[label]):
                            yield f"{where}: no route is like {part}"
                elif label != "route" and how == "=" and label not in ("status", "method", "result") and value not in labels[label]:
                    yield f"{where}: {name} is never told with {label}={value}"


def compare(url, port, token):
    document = json.loads(call(f"{url}/api/v1/openapi.json", token))
    live(url, token)
    # What comes of it takes its way through outbox, broker and storage.
    until = time.monotonic() + 60
    while True:
        metrics = call(f"http://127.0.0.1:{port}/metrics", token).decode()
        wrong = sorted(set(differences(samples(metrics), set(document["paths"]))))
        if not wrong or time.monotonic() > until:
            break
        time.sleep(0.5)
    problems.extend(wrong)
    described = re.findall(r"^# TYPE (\w+)", metrics, re.M)
    helped = re.findall(r"^# HELP (\w+)", metrics, re.M)
    must(set(described) == set(helped), f"numbers without words: {set(described) - set(helped)}")
    print(f"{len(described)} numbers, each query finds its own" if not problems else "", file=sys.stderr)


match sys.argv[1]:
    case "files":
        check_alerts()
        check_dashboard()
    case "queries":
        rules = [{"record": f"query:{i}", "expr": plain(query)} for i, (_, query) in enumerate(dashboard_queries())]
        for rule in rules:
            rule["record"] = rule["record"].replace(":", "_")
        print(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    case "compare":
        compare(*sys.argv[3:6])
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(bool(problems))
