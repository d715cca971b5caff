"""Server reflection as a client uses it: what it learns is enough to call every method. The tables
of tests/interop/protocol.py, and google.protobuf's own files, are the oracle."""
import protocol
from google.protobuf import (descriptor_pb2, descriptor_pool, duration_pb2, message_factory,
                             struct_pb2)

from peer import RUN, Client, Echo, bytes_method, equal

V1 = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
ALPHA = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
FILES = {"proto/fn/v1/run_function.proto", "proto/fn/v1beta1/run_function.proto",
         "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto",
         "grpc/reflection/v1alpha/reflection.proto", "google/protobuf/struct.proto",
         "google/protobuf/duration.proto"}


def question(number, text):
    """One field of the request, by hand: its message is not known yet."""
    data = text if isinstance(text, bytes) else text.encode()
    assert len(data) < 128
    return bytes([number << 3 | 2, len(data)]) + data


def fields(data):
    """The fields of a message, by hand."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(data):
        tag = varint()
        value = varint()
        if tag & 7 == 2:
            value, at = data[at:at + value], at + value
        yield tag >> 3, value


def ask(client, *questions, path=V1):
    """The answers, as dictionaries of their fields."""
    talk = bytes_method(client.channel, path, "stream_stream")(iter(questions), timeout=60)
    answers = [dict(fields(answer)) for answer in talk]
    for asked, answer in zip(questions, answers):
        equal(answer[2], asked)
    equal(len(answers), len(questions))
    return answers


def files_of(answer):
    return [descriptor_pb2.FileDescriptorProto.FromString(data) for _, data in fields(answer[4])]


def pool_of(client, path=V1):
    """Everything, as a client puts it together."""
    pool, added = descriptor_pool.DescriptorPool(), {}
    for name in FILES:
        answer, = ask(client, question(3, name), path=path)
        for file in files_of(answer):
            added[file.name] = file
    equal(set(added), FILES)
    for name in sorted(added, key=lambda name: len(added[name].dependency)):
        pool.Add(added[name])
    return pool, added


def test_services_are_listed():
    with Echo() as server, Client(server) as client:
        for path in (V1, ALPHA):
            answer, = ask(client, question(7, ""), path=path)
            names = [dict(fields(service))[1].decode() for _, service in fields(answer[6])]
            equal(names, ["apiextensions.fn.proto.v1.FunctionRunnerService",
                          "apiextensions.fn.proto.v1beta1.FunctionRunnerService",
                          "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                          "grpc.reflection.v1alpha.ServerReflection"])


def described(message):
    """What matters of a message's descriptor, comparable between pools."""
    return {field.name: (field.number, field.type, field.label, field.has_presence,
                         field.message_type and field.message_type.full_name,
                         field.enum_type and [(v.name, v.number) for v in field.enum_type.values])
            for field in message.fields}


def test_messages_are_those_of_the_protocol():
    with Echo() as server, Client(server) as client:
        pool, added = pool_of(client)
        for name in protocol.MESSAGES:
            ours = pool.FindMessageTypeByName(f"{protocol.PACKAGE}.{name}")
            theirs = protocol.message(name).DESCRIPTOR
            seen, wanted = described(ours), described(theirs)
            for field in wanted:
                if ours.fields_by_name[field].containing_oneof:
                    continue  # a choice has presence, which the other table does not say
                equal((name, field, seen[field]), (name, field, wanted[field]))
            equal((name, set(seen)), (name, set(wanted)))
        equal(len(added["proto/fn/v1/run_function.proto"].message_type), len(protocol.MESSAGES))
        for module, name in ((struct_pb2, "struct"), (duration_pb2, "duration")):
            copy = descriptor_pb2.FileDescriptorProto()
            module.DESCRIPTOR.CopyToProto(copy)
            for message in copy.message_type:
                full = f"google.protobuf.{message.name}"
                equal(described(pool.FindMessageTypeByName(full)),
                      described(module.DESCRIPTOR.message_types_by_name[message.name]))
            assert f"google/protobuf/{name}.proto" in added


def test_both_versions_have_the_same_messages():
    with Echo() as server, Client(server) as client:
        _, added = pool_of(client, ALPHA)
        beta = added["proto/fn/v1beta1/run_function.proto"].SerializeToString()
        beta = beta.replace(b"v1beta1", b"v1")
        v1 = added["proto/fn/v1/run_function.proto"]
        text = str(descriptor_pb2.FileDescriptorProto.FromString(v1.SerializeToString()))
        assert b"apiextensions.fn.proto.v1.State".replace(b"v1", b"v1") in beta
        equal(text.count("v1beta1"), 0)
        equal(len(added["proto/fn/v1beta1/run_function.proto"].message_type),
              len(v1.message_type))


def test_a_call_made_from_what_was_learnt():
    with Echo() as server, Client(server) as client:
        pool, _ = pool_of(client)
        service = pool.FindServiceByName("apiextensions.fn.proto.v1.FunctionRunnerService")
        method, = service.methods
        equal(f"/{service.full_name}/{method.name}", RUN)
        request = message_factory.MessageFactory(pool).GetPrototype(method.input_type)()
        request.meta.tag = "t"
        request.observed.resources["a"].resource.fields["kind"].string_value = "K"
        request.desired.resources["b"].ready = 1
        equal(client.call(request.SerializeToString()), request.SerializeToString())
        health = pool.FindServiceByName("grpc.health.v1.Health")
        told = message_factory.MessageFactory(pool).GetPrototype(health.methods[0].output_type)
        answer = told.FromString(client.call(b"", "/grpc.health.v1.Health/Check"))
        equal(told.DESCRIPTOR.fields_by_name["status"].enum_type.values_by_number[answer.status]
              .name, "SERVING")
        watch = pool.FindServiceByName("grpc.health.v1.Health").methods_by_name["Watch"]
        copy = descriptor_pb2.MethodDescriptorProto()
        watch.CopyToProto(copy)
        equal((copy.client_streaming, copy.server_streaming), (False, True))


def test_symbols_are_found():
    found = {
        "apiextensions.fn.proto.v1.FunctionRunnerService": "proto/fn/v1/run_function.proto",
        "apiextensions.fn.proto.v1.FunctionRunnerService.RunFunction":
            "proto/fn/v1/run_function.proto",
        "apiextensions.fn.proto.v1beta1.State": "proto/fn/v1beta1/run_function.proto",
        ".apiextensions.fn.proto.v1.Ready": "proto/fn/v1/run_function.proto",
        "google.protobuf.Struct": "google/protobuf/struct.proto",
        "google.protobuf.Duration": "google/protobuf/duration.proto",
        "grpc.health.v1.HealthCheckResponse.ServingStatus": "grpc/health/v1/health.proto",
        "grpc.reflection.v1alpha.ServerReflection": "grpc/reflection/v1alpha/reflection.proto",
    }
    with Echo() as server, Client(server) as client:
        answers = ask(client, *[question(4, symbol) for symbol in found])
        for answer, file in zip(answers, found.values()):
            equal(files_of(answer)[0].name, file)


def test_what_does_not_exist():
    with Echo() as server, Client(server) as client:
        for asked in (question(3, "no.proto"), question(4, "apiextensions.fn.proto.v1"),
                      question(4, "apiextensions.fn.proto.v1.Stat"), question(4, "x"),
                      question(4, "apiextensions.fn.proto.v1.State.nothing"), question(4, ""),
                      question(5, b""), question(6, "no.Type")):
            answer, = ask(client, asked)
            equal(dict(fields(answer[7]))[1], 5)
        answer, = ask(client, question(1, "host"))
        equal((dict(fields(answer[7]))[1], answer[1]), (3, b"host"))
        answer, = ask(client, question(6, "apiextensions.fn.proto.v1.State"))
        equal(dict(fields(answer[5])), {1: b"apiextensions.fn.proto.v1.State"})


def test_a_conversation_answers_one_by_one():
    import queue
    with Echo() as server, Client(server) as client:
        questions = queue.Queue()
        talk = bytes_method(client.channel, V1, "stream_stream")(iter(questions.get, None),
                                                                 timeout=60)
        for _ in range(50):
            questions.put(question(4, "google.protobuf.Value"))
            equal(files_of(dict(fields(next(talk))))[0].package, "google.protobuf")
        questions.put(None)
        equal(list(talk), [])
