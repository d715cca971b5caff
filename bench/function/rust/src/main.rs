//! A composition function on tonic and prost: luxr-bench-function PORT
mod manifests;
mod protocol;

use std::convert::Infallible;
use std::future::{ready, Ready};
use std::net::SocketAddr;
use std::task::{Context, Poll};

use prost_types::Duration;
use protocol::{FunctionResult, ResponseMeta, RunFunctionRequest, RunFunctionResponse};
use tonic::body::BoxBody;
use tonic::codec::ProstCodec;
use tonic::codegen::{Body, BoxFuture, Service, StdError};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};

const FATAL: i32 = 1;

fn answer(request: RunFunctionRequest) -> RunFunctionResponse {
    let mut desired = request.desired.unwrap_or_default();
    let mut results = Vec::new();
    let xr = request.observed.and_then(|o| o.composite).and_then(|c| c.resource);
    match xr.as_ref().and_then(manifests::objects) {
        Some(made) => desired.resources.extend(made),
        None => results.push(FunctionResult {
            severity: FATAL,
            message: "the composite resource lacks a field".into(),
        }),
    }
    RunFunctionResponse {
        meta: Some(ResponseMeta {
            tag: request.meta.unwrap_or_default().tag,
            ttl: Some(Duration { seconds: 60, nanos: 0 }),
        }),
        desired: Some(desired),
        results,
        context: request.context,
    }
}

struct RunFunction;

impl UnaryService<RunFunctionRequest> for RunFunction {
    type Response = RunFunctionResponse;
    type Future = Ready<Result<Response<RunFunctionResponse>, Status>>;

    fn call(&mut self, request: Request<RunFunctionRequest>) -> Self::Future {
        ready(Ok(Response::new(answer(request.into_inner()))))
    }
}

#[derive(Clone)]
struct Runner;

impl NamedService for Runner {
    const NAME: &'static str = "apiextensions.fn.proto.v1.FunctionRunnerService";
}

impl<B> Service<http::Request<B>> for Runner
where
    B: Body + Send + 'static,
    B::Error: Into<StdError> + Send + 'static,
{
    type Response = http::Response<BoxBody>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<RunFunctionResponse, RunFunctionRequest>::default());
            Ok(grpc.unary(RunFunction, request).await)
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: luxr-bench-function PORT")?.parse()?;
    tonic::transport::Server::builder()
        .add_service(Runner)
        .serve(SocketAddr::from(([127, 0, 0, 1], port)))
        .await?;
    Ok(())
}
