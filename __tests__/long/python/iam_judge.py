"""Roles and policies held against moto's IAM: whether it takes them, and what they allow of all the calls that botocore knows.

Reads {"accounts": [...], "resources": [...]} from a file, accounts as mailzone permissions --json has them. Prints
{"<role's ARN>": {"<resource>": ["<action>", ...]}}.
"""

import json
import os
import sys

os.environ.update(AWS_ACCESS_KEY_ID="example", AWS_SECRET_ACCESS_KEY="not-a-secret", AWS_DEFAULT_REGION="us-east-1")

import boto3  # noqa: E402
import botocore.session  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.iam.access_control import IAMPolicy, PermissionResult  # noqa: E402

# IAM's prefix of each service's actions.
SERVICES = {"sesv2": "ses", "ses": "ses", "s3": "s3", "cloudfront": "cloudfront", "kms": "kms", "sts": "sts", "iam": "iam"}
# IAM calls it otherwise than the API.
MORE = ["s3:ListBucket"]


def all_actions():
    session = botocore.session.get_session()
    names = set(MORE)
    for service, prefix in SERVICES.items():
        names.update(f"{prefix}:{name}" for name in session.get_service_model(service).operation_names)
    return sorted(names)


def make(account):
    """All of an account, as Terraform would; what IAM refuses is an error."""
    iam = boto3.client("iam")
    if "oidc" in account:
        iam.create_open_id_connect_provider(Url=account["oidc"]["url"], ClientIDList=[account["oidc"]["audience"]])
    for role in account["roles"]:
        iam.create_role(RoleName=role["name"], Path=role["path"], AssumeRolePolicyDocument=json.dumps(role["trust"]))
        for number, policy in enumerate(role["policies"]):
            document = json.dumps(policy, separators=(",", ":"))
            made = iam.create_policy(PolicyName=f"{role['name']}-{number}", PolicyDocument=document)
            iam.attach_role_policy(RoleName=role["name"], PolicyArn=made["Policy"]["Arn"])


def allowed(role, actions, resource):
    policies = [IAMPolicy({"policy_document": json.dumps(policy)}) for policy in role["policies"]]
    results = {action: [policy.is_action_permitted(action, resource) for policy in policies] for action in actions}
    return [action for action, found in results.items() if PermissionResult.PERMITTED in found]


def main():
    with open(sys.argv[1]) as file:
        asked = json.load(file)
    actions = all_actions()
    answer = {}
    for account in asked["accounts"]:
        with mock_aws():
            make(account)
        for role in account["roles"]:
            answer[role["arn"]] = {resource: allowed(role, actions, resource) for resource in asked["resources"]}
    print(json.dumps(answer))


main()
