//! The messages of the function protocol that a composition function needs, by hand: no protoc.
use std::collections::HashMap;

use prost_types::{Duration, Struct};

#[derive(Clone, PartialEq, prost::Message)]
pub struct RunFunctionRequest {
    #[prost(message, optional, tag = "1")]
    pub meta: Option<RequestMeta>,
    #[prost(message, optional, tag = "2")]
    pub observed: Option<State>,
    #[prost(message, optional, tag = "3")]
    pub desired: Option<State>,
    #[prost(message, optional, tag = "4")]
    pub input: Option<Struct>,
    #[prost(message, optional, tag = "5")]
    pub context: Option<Struct>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct RequestMeta {
    #[prost(string, tag = "1")]
    pub tag: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct State {
    #[prost(message, optional, tag = "1")]
    pub composite: Option<Resource>,
    #[prost(map = "string, message", tag = "2")]
    pub resources: HashMap<String, Resource>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Resource {
    #[prost(message, optional, tag = "1")]
    pub resource: Option<Struct>,
    #[prost(map = "string, bytes", tag = "2")]
    pub connection_details: HashMap<String, Vec<u8>>,
    #[prost(int32, tag = "3")]
    pub ready: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct RunFunctionResponse {
    #[prost(message, optional, tag = "1")]
    pub meta: Option<ResponseMeta>,
    #[prost(message, optional, tag = "2")]
    pub desired: Option<State>,
    #[prost(message, repeated, tag = "3")]
    pub results: Vec<FunctionResult>,
    #[prost(message, optional, tag = "4")]
    pub context: Option<Struct>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct ResponseMeta {
    #[prost(string, tag = "1")]
    pub tag: String,
    #[prost(message, optional, tag = "2")]
    pub ttl: Option<Duration>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct FunctionResult {
    #[prost(int32, tag = "1")]
    pub severity: i32,
    #[prost(string, tag = "2")]
    pub message: String,
}
