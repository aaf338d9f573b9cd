"""What AWS's published API model (botocore's service-2.json) says of the operations in argv, as `SERVICE:Operation`: where each is found,
which members its request must have, the limits of each member of it, and which errors it has."""

import json
import sys

import botocore.session

session = botocore.session.get_session()
found = {}


def walk(shape, seen, limits):
    if shape.type_name == "structure":
        if shape.name in seen:
            return
        seen.add(shape.name)
        for name, member in shape.members.items():
            said = {key: member.metadata[key] for key in ("min", "max", "pattern") if key in member.metadata}
            if getattr(member, "enum", None):
                said["enum"] = sorted(member.enum)
            if said:
                limits[f"{shape.name}.{name}"] = said
            walk(member, seen, limits)
    elif shape.type_name == "list":
        walk(shape.member, seen, limits)


for argument in sys.argv[1:]:
    service, name = argument.split(":")
    model = session.get_service_model(service).operation_model(name)
    limits = {}
    if model.input_shape is not None:
        walk(model.input_shape, set(), limits)
    found[argument] = {
        "http": [model.http["method"], model.http["requestUri"]],
        "required": sorted(model.input_shape.required_members) if model.input_shape is not None else [],
        "limits": limits,
        "errors": {
            shape.name: shape.metadata.get("error", {}).get("httpStatusCode") for shape in model.error_shapes
        },
    }
json.dump(found, sys.stdout)
