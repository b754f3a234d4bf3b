"""What no tool knows of a deployment: deployment.py CHECKOUT SERVER.

Every variable that the manifests and the compose file name is one that server/src/config reads; the server itself takes
what they tell it; pods are as closed as they can be, and end no sooner than the server does; what selects pods finds some.
"""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT, SERVER = Path(sys.argv[1]), sys.argv[2]
KUBERNETES = ROOT / "deploy/kubernetes"
# server/src/bootstrap/tasks.rs: the end of a process takes no longer.
END_SECONDS = 10
NOWHERE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9",
    "RABBITMQ_URL": "amqp://127.0.0.1:9",
}
problems = []


def must(condition, sentence):
    if not condition:
        problems.append(sentence)


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def known_variables():
    """The names that the configuration reads: every literal of their form."""
    names = set()
    for source in (ROOT / "server/src/config").rglob("*.rs"):
        names |= set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"', source.read_text()))
    # Of the sign-in service alone.
    return names | {"DEV_AUTH_PORT"}


def pods(resources):
    for resource in resources:
        spec = resource.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield resource, spec["template"]


def name_of(resource):
    return f"{resource['kind']} {resource['metadata']['name']}"


def environment(container, values):
    """What the server in this container is told, with `values` of secrets by secret and key."""
    told = {}
    for source in container.get("envFrom", []):
        for kind in ("configMapRef", "secretRef"):
            if kind in source:
                told |= values[kind, source[kind]["name"]]
    for variable in container.get("env", []):
        if "value" in variable:
            told[variable["name"]] = variable["value"]
        else:
            reference = variable["valueFrom"]["secretKeyRef"]
            told[variable["name"]] = values["secretRef", reference["name"]][reference["key"]]
    return told


def complaints(arguments, told):
    """What the server says of a start with just these variables, which must fail."""
    ran = subprocess.run([SERVER, *arguments], env=told, capture_output=True, text=True, timeout=60)
    must(ran.returncode == 1, f"{arguments} ended with {ran.returncode}: {ran.stderr}")
    return [line.removeprefix("matricula: ") for line in ran.stderr.splitlines()]


def check_pod(resource, template):
    name, pod = name_of(resource), template["spec"]
    security = pod.get("securityContext", {})
    must(security.get("runAsNonRoot") is True, f"{name} may run as root")
    must(security.get("seccompProfile") == {"type": "RuntimeDefault"}, f"{name} may call the kernel as it likes")
    must(pod.get("automountServiceAccountToken") is False, f"{name} has a token for Kubernetes")
    for container in pod["containers"]:
        own = container.get("securityContext", {})
        must(own.get("readOnlyRootFilesystem") is True, f"{name} can write")
        must(own.get("allowPrivilegeEscalation") is False, f"{name} can get more rights")
        must(own.get("capabilities") == {"drop": ["ALL"]}, f"{name} has capabilities")
        for kind in ("requests", "limits"):
            amounts = container.get("resources", {}).get(kind, {})
            must({"cpu", "memory"} <= set(amounts), f"{name} has no {kind} of CPU and memory")
        must("command" not in container, f"{name} replaces the server by something else")
    if resource["kind"] == "Deployment":
        check_deployment(name, resource["spec"], pod)


def check_deployment(name, spec, pod):
    must(spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0, f"a rollout of {name} takes pods away first")
    [container] = pod["containers"]
    ports = {port["name"] for port in container["ports"]}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        must(container.get(probe, {}).get("httpGet", {}).get("port") in ports, f"{name} has no good {probe}")
    # A liveness probe that asks for a database restarts every process when it is away.
    must(container["livenessProbe"]["httpGet"]["path"] == "/health/live", f"{name} dies of others' faults")
    before = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    grace = pod.get("terminationGracePeriodSeconds", 30)
    must(grace >= before + END_SECONDS + 3, f"{name} is killed before it has ended: {grace} s")
    must(before > 0 or "web" not in name, f"{name} ends before proxies have heard of it")


def matches(selector, labels):
    for key, value in selector.get("matchLabels", {}).items():
        if labels.get(key) != value:
            return False
    return all(labels.get(e["key"]) in e["values"] for e in selector.get("matchExpressions", []))


def check_selectors(resources, all_labels):
    deployments = {r["metadata"]["name"] for r in resources if r["kind"] == "Deployment"}
    for resource in resources:
        name, spec = name_of(resource), resource.get("spec", {})
        if resource["kind"] == "HorizontalPodAutoscaler":
            must(spec["scaleTargetRef"]["name"] in deployments, f"{name} scales nobody")
        selector = spec.get("podSelector") if resource["kind"] == "NetworkPolicy" else spec.get("selector")
        if resource["kind"] == "Service":
            selector = {"matchLabels": selector}
        # It is there to lead nowhere.
        if selector is None or name == "Service matricula-nobody":
            continue
        must(any(matches(selector, labels) for labels in all_labels), f"{name} selects no pod")


def check_kubernetes(known):
    resources = []
    for path in sorted(KUBERNETES.rglob("*.yaml")):
        if path.name != "kustomization.yaml":
            resources += documents(path)
            continue
        named = documents(path)[0]["resources"]
        for resource in named:
            must((path.parent / resource).exists(), f"{path} names {resource}, which is not there")
        beside = {p.name for p in path.parent.glob("*.yaml")} - {path.name, "secret.example.yaml"}
        must(beside <= set(named), f"{path} forgets {beside - set(named)}")
    values, empty = {}, {}
    for resource in resources:
        key = resource["metadata"]["name"]
        if resource["kind"] == "ConfigMap":
            values["configMapRef", key] = empty["configMapRef", key] = resource["data"]
        elif resource["kind"] == "Secret":
            names = resource["stringData"]
            must(not any(names.values()), f"Secret {key} has a value: it is an example")
            empty["secretRef", key] = names
            values["secretRef", key] = {n: NOWHERE.get(n, f"a-secret-of-our-own-for-{n}") for n in names}
    labels = []
    for resource, template in pods(resources):
        labels.append(template["metadata"]["labels"])
        check_pod(resource, template)
        for container in template["spec"]["containers"]:
            told = environment(container, values)
            must(set(told) <= known, f"{name_of(resource)} is told what nobody reads: {set(told) - known}")
            check_start(name_of(resource), container["args"], told, environment(container, empty))
    check_selectors(resources, labels)


def check_start(name, arguments, told, empty):
    # Of `media` another command reads the environment: it would run, since it waits for its parts.
    is_media = arguments == ["media"]
    arguments = ["dead-letters", "list"] if is_media else arguments
    expected = "RABBITMQ_URL" if is_media else "DATABASE_URL"
    said = complaints(arguments, told | NOWHERE)
    if arguments == ["audit", "verify"]:
        expected = "database"
    must(len(said) == 1 and said[0].startswith(expected), f"{name} does not start: {said}")
    named = {sentence.split()[0] for sentence in complaints(arguments, empty)}
    secret = {"S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"} | (set() if is_media else {"DB_PASSWORD", "OIDC_CLIENT_SECRET"})
    # The migration has its own address of the database.
    must(secret <= named, f"{name} starts with the secrets of the example: {named}")


def check_compose(known):
    text = (ROOT / "deploy/compose.yaml").read_text()
    # As compose does where the environment says nothing.
    services = yaml.safe_load(re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text))["services"]
    for name, service in services.items():
        ours = service["image"] == "matricula-dev"
        must(service["image"].count(":") == 1 or ours, f"{name} has an image without a version")
        must(name == "rabbitmq" or service.get("read_only") is True, f"{name} can write")
        must(all(p.startswith("127.0.0.1:") for p in service.get("ports", [])), f"{name} is open to everybody")
        once = service.get("restart") == "on-failure"
        image_has_one = ours and service["command"] in (["serve"], ["media"])
        must("healthcheck" in service or once or image_has_one, f"{name} has no health check")
        for other, how in service.get("depends_on", {}).items():
            must(other in services, f"{name} waits for {other}, which is not there")
            if how["condition"] == "service_completed_successfully":
                must(services[other].get("restart") == "on-failure", f"{name} waits for the end of {other}")
        if not ours:
            continue
        told = service["environment"]
        must(set(told) <= known, f"{name} is told what nobody reads: {set(told) - known}")
        if service["command"] in (["serve"], ["migrate"]):
            said = complaints(service["command"], told | NOWHERE)
            must(len(said) == 1 and said[0].startswith("DATABASE_URL"), f"{name} does not start: {said}")


known = known_variables()
must({"PORT", "DATABASE_URL", "S3_BUCKET"} <= known, "the names in server/src/config cannot be read any more")
check_kubernetes(known)
check_compose(known)
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(bool(problems))
