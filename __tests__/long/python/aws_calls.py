"""Calls AWS's own client for Python: reads [service, [[operation, arguments], ...]] from stdin, prints a result or an error for each,
and of an error whether AWS's published model declares it for the operation."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

service, calls = json.load(sys.stdin)
client = boto3.client(service, region_name="us-east-1")
answers = []


def declared(operation, code):
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    codes = [(shape.metadata.get("error") or {}).get("code", shape.name) for shape in model.error_shapes]
    return code in codes


for operation, arguments in calls:
    try:
        answer = getattr(client, operation)(**arguments)
        answer.pop("ResponseMetadata", None)
        answers.append({"result": answer})
    except ClientError as error:
        code = error.response["Error"]["Code"]
        message = error.response["Error"]["Message"]
        answers.append({"error": code, "message": message, "declared": declared(operation, code)})
json.dump(answers, sys.stdout, default=str)
