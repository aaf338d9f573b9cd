"""Calls AWS's own client for Python: reads [service, [[operation, arguments], ...]] from stdin, prints a result or an error for each."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

service, calls = json.load(sys.stdin)
client = boto3.client(service, region_name="us-east-1")
answers = []
for operation, arguments in calls:
    try:
        answer = getattr(client, operation)(**arguments)
        answer.pop("ResponseMetadata", None)
        answers.append({"result": answer})
    except ClientError as error:
        answers.append({"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]})
json.dump(answers, sys.stdout, default=str)
