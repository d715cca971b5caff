//! A fleet as values that serde_yaml writes: usage: structured FLEET
use serde::Deserialize;
use serde_json::{json, Value};
use std::io::{BufWriter, Write};

#[derive(Deserialize)]
struct Document {
    metadata: Metadata,
    spec: Spec,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
    namespace: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    model: String,
    gpu: i64,
    provider_config_name: String,
    hugging_face_secret: Secret,
    host: String,
    min_replicas: i64,
    max_replicas: i64,
}

#[derive(Deserialize)]
struct Secret {
    name: String,
}

/// What the manifests are made of.
struct Xr {
    name: String,
    namespace: String,
    model: String,
    gpu: i64,
    provider_config_name: String,
    secret: String,
    host: String,
    min_replicas: i64,
    max_replicas: i64,
}

impl From<Document> for Xr {
    fn from(read: Document) -> Self {
        let (metadata, spec) = (read.metadata, read.spec);
        Xr {
            name: metadata.name,
            namespace: metadata.namespace,
            model: spec.model,
            gpu: spec.gpu,
            provider_config_name: spec.provider_config_name,
            secret: spec.hugging_face_secret.name,
            host: spec.host,
            min_replicas: spec.min_replicas,
            max_replicas: spec.max_replicas,
        }
    }
}

// fn manifests(xr: &Xr) -> Vec<Value>, as bench/fleet/peers.py writes it
include!("../manifests.rs");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let fleet = std::fs::read_to_string(&arguments[1])?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for document in serde_yaml::Deserializer::from_str(&fleet) {
        let xr = Xr::from(Document::deserialize(document)?);
        for manifest in manifests(&xr) {
            out.write_all(b"---\n")?;
            serde_yaml::to_writer(&mut out, &manifest)?;
        }
    }
    out.flush()?;
    Ok(())
}
