#!/usr/bin/env node
// Calls a function as Crossplane does, with grpc-js and the codec of the Crossplane TypeScript SDK.
//   usage: client ADDRESS REQUEST.yaml...
// Each file is a RunFunctionRequest (its JSON form, as YAML). The responses are printed as JSON,
// one a line, in the order of the files; a call that fails prints {"code": N, "details": "..."}.
//   LUXR_CALL_SERVICE   the service to call (apiextensions.fn.proto.v1.FunctionRunnerService)
//   LUXR_CALL_CERTS     a directory with ca.crt, tls.crt and tls.key: TLS, the server being
//                       LUXR_CALL_NAME (localhost)
//   LUXR_CALL_SECONDS   the deadline of each call (60)
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Where tests/interop/grpcjs/modules has put them.
const require = createRequire(join(process.env.LUXR_NODE_MODULES, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const grpc = (await load("@grpc/grpc-js")).default;
const yaml = (await load("js-yaml")).default;
const sdk = await import(pathToFileURL(join(process.env.LUXR_NODE_MODULES,
  "node_modules/@crossplane-org/function-sdk-typescript/dist/index.js")).href);

const [address, ...files] = process.argv.slice(2);
if (address === undefined || files.length === 0) {
  console.error("usage: client ADDRESS REQUEST.yaml...");
  process.exit(64);
}
const service = process.env.LUXR_CALL_SERVICE ?? "apiextensions.fn.proto.v1.FunctionRunnerService";
const seconds = Number(process.env.LUXR_CALL_SECONDS ?? 60);

function credentials(directory) {
  if (directory === undefined) return grpc.credentials.createInsecure();
  const read = (name) => readFileSync(join(directory, name));
  return grpc.credentials.createSsl(read("ca.crt"), read("tls.key"), read("tls.crt"));
}

const client = new grpc.Client(address, credentials(process.env.LUXR_CALL_CERTS), {
  "grpc.ssl_target_name_override": process.env.LUXR_CALL_NAME ?? "localhost",
  "grpc.default_authority": process.env.LUXR_CALL_NAME ?? "localhost",
});
const codec = sdk.FunctionRunnerServiceService.runFunction;

function call(request) {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      `/${service}/RunFunction`, codec.requestSerialize, codec.responseDeserialize, request,
      new grpc.Metadata({ waitForReady: true }), { deadline: Date.now() + seconds * 1000 },
      (error, response) => resolve(error
        ? { code: error.code, details: error.details }
        : sdk.RunFunctionResponse.toJSON(response)));
  });
}

for (const file of files) {
  const request = yaml.load(readFileSync(file, "utf8"), { schema: yaml.CORE_SCHEMA });
  console.log(JSON.stringify(await call(sdk.RunFunctionRequest.fromJSON(request))));
}
client.close();
