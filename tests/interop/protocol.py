"""Crossplane's function protocol for google.protobuf: its messages, from a table of their fields.

Both versions of the protocol are one on the wire, so there is one set: `message("State")` is a
class. Fields are (name, number, type); a type is a scalar, a message or an enum of the table, or
google.protobuf's; `*` repeats it, `?` gives it presence, `{K:V}` is a map."""
from google.protobuf import descriptor_pb2, descriptor_pool, duration_pb2, message_factory, struct_pb2

PACKAGE = "apiextensions.fn.proto.v1"
SERVICE = PACKAGE + ".FunctionRunnerService"

STRUCT, DURATION = ".google.protobuf.Struct", ".google.protobuf.Duration"

MESSAGES = {
    "RunFunctionRequest": [
        ("meta", 1, "RequestMeta"), ("observed", 2, "State"), ("desired", 3, "State"),
        ("input", 4, STRUCT + "?"), ("context", 5, STRUCT + "?"),
        ("extra_resources", 6, "{string:Resources}"), ("credentials", 7, "{string:Credentials}"),
        ("required_resources", 8, "{string:Resources}"),
        ("required_schemas", 9, "{string:Schema}")],
    "Credentials": [("credential_data", 1, "CredentialData")],
    "CredentialData": [("data", 1, "{string:bytes}")],
    "Resources": [("items", 1, "Resource*")],
    "RunFunctionResponse": [
        ("meta", 1, "ResponseMeta"), ("desired", 2, "State"), ("results", 3, "Result*"),
        ("context", 4, STRUCT + "?"), ("requirements", 5, "Requirements"),
        ("conditions", 6, "Condition*"), ("output", 7, STRUCT + "?")],
    "RequestMeta": [("tag", 1, "string"), ("capabilities", 2, "Capability*")],
    "Requirements": [
        ("extra_resources", 1, "{string:ResourceSelector}"),
        ("resources", 2, "{string:ResourceSelector}"), ("schemas", 3, "{string:SchemaSelector}")],
    "SchemaSelector": [("api_version", 1, "string"), ("kind", 2, "string")],
    "Schema": [("openapi_v3", 1, STRUCT + "?")],
    "ResourceSelector": [
        ("api_version", 1, "string"), ("kind", 2, "string"), ("match_name", 3, "string?"),
        ("match_labels", 4, "MatchLabels"), ("namespace", 5, "string?")],
    "MatchLabels": [("labels", 1, "{string:string}")],
    "ResponseMeta": [("tag", 1, "string"), ("ttl", 2, DURATION + "?")],
    "State": [("composite", 1, "Resource"), ("resources", 2, "{string:Resource}")],
    "Resource": [
        ("resource", 1, STRUCT), ("connection_details", 2, "{string:bytes}"),
        ("ready", 3, "Ready")],
    "Result": [
        ("severity", 1, "Severity"), ("message", 2, "string"), ("reason", 3, "string?"),
        ("target", 4, "Target?")],
    "Condition": [
        ("type", 1, "string"), ("status", 2, "Status"), ("reason", 3, "string"),
        ("message", 4, "string?"), ("target", 5, "Target?")],
}
ENUMS = {
    "Capability": ["CAPABILITY_UNSPECIFIED", "CAPABILITY_CAPABILITIES",
                   "CAPABILITY_REQUIRED_RESOURCES", "CAPABILITY_CREDENTIALS",
                   "CAPABILITY_CONDITIONS", "CAPABILITY_REQUIRED_SCHEMAS"],
    "Ready": ["READY_UNSPECIFIED", "READY_TRUE", "READY_FALSE"],
    "Severity": ["SEVERITY_UNSPECIFIED", "SEVERITY_FATAL", "SEVERITY_WARNING", "SEVERITY_NORMAL"],
    "Target": ["TARGET_UNSPECIFIED", "TARGET_COMPOSITE", "TARGET_COMPOSITE_AND_CLAIM"],
    "Status": ["STATUS_CONDITION_UNSPECIFIED", "STATUS_CONDITION_UNKNOWN",
               "STATUS_CONDITION_TRUE", "STATUS_CONDITION_FALSE"],
}
FIELD = descriptor_pb2.FieldDescriptorProto
SCALARS = {"string": FIELD.TYPE_STRING, "bytes": FIELD.TYPE_BYTES}


def _type(field, name):
    if name in SCALARS:
        field.type = SCALARS[name]
    else:
        field.type = FIELD.TYPE_ENUM if name in ENUMS else FIELD.TYPE_MESSAGE
        field.type_name = name if name.startswith(".") else f".{PACKAGE}.{name}"


def _map(message, field, key, value):
    entry = message.nested_type.add()
    entry.name = "".join(part.title() for part in field.name.split("_")) + "Entry"
    entry.options.map_entry = True
    for number, (name, kind) in enumerate([("key", key), ("value", value)], 1):
        _type(entry.field.add(name=name, number=number, label=FIELD.LABEL_OPTIONAL), kind)
    field.label, field.type = FIELD.LABEL_REPEATED, FIELD.TYPE_MESSAGE
    field.type_name = f".{PACKAGE}.{message.name}.{entry.name}"


def _field(message, name, number, kind):
    field = message.field.add(name=name, number=number, label=FIELD.LABEL_OPTIONAL)
    if kind.startswith("{"):
        _map(message, field, *kind[1:-1].split(":"))
    elif kind.endswith("*"):
        field.label = FIELD.LABEL_REPEATED
        _type(field, kind[:-1])
    else:
        _type(field, kind.rstrip("?"))
        if kind.endswith("?"):
            field.proto3_optional, field.oneof_index = True, len(message.oneof_decl)
            message.oneof_decl.add(name="_" + name)


def _pool():
    file = descriptor_pb2.FileDescriptorProto(
        name="run_function.proto", package=PACKAGE, syntax="proto3",
        dependency=["google/protobuf/struct.proto", "google/protobuf/duration.proto"])
    for name, values in ENUMS.items():
        enum = file.enum_type.add(name=name)
        for number, value in enumerate(values):
            enum.value.add(name=value, number=number)
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field in fields:
            _field(message, *field)
    pool = descriptor_pool.DescriptorPool()
    for module in (struct_pb2, duration_pb2):
        copy = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(copy)
        pool.Add(copy)
    pool.Add(file)
    return pool


_POOL = _pool()


def message(name):
    """The class of a message."""
    descriptor = _POOL.FindMessageTypeByName(f"{PACKAGE}.{name}")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(_POOL).GetPrototype(descriptor)
