"""Reads metrics with the official client of Prometheus: the text on standard input, its families as JSON on standard output."""
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

families = [
    [family.name, family.type, family.documentation, [[s.name, s.labels, str(s.value)] for s in family.samples]]
    for family in text_string_to_metric_families(sys.stdin.read())
]
print(json.dumps(families))
