// A composition function on the Crossplane TypeScript SDK: usage: server.mjs PORT
//   LUXR_NODE_MODULES  what tests/interop/grpcjs/modules printed
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { objects } from "./manifests.mjs";

const sdk = await import(pathToFileURL(join(process.env.LUXR_NODE_MODULES,
  "node_modules/@crossplane-org/function-sdk-typescript/dist/index.js")).href);

const handler = {
  async RunFunction(request) {
    const response = sdk.to(request);
    const made = objects(sdk.getObservedCompositeResource(request).resource);
    for (const [name, resource] of Object.entries(made)) {
      response.desired.resources[name] = sdk.Resource.fromPartial({ resource });
    }
    return response;
  },
};
const quiet = { debug() {}, info() {}, warn() {}, error: console.error };
const runner = new sdk.FunctionRunner(handler, quiet);
sdk.startServer(sdk.newGrpcServer(runner, quiet),
  { address: `127.0.0.1:${process.argv[2]}`, insecure: true }, quiet);
