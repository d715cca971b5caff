//! A fleet through minijinja: usage: text TEMPLATE FLEET
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Deserialize;
use std::io::{BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let form = std::fs::read_to_string(&arguments[1])?;
    let fleet = std::fs::read_to_string(&arguments[2])?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_keep_trailing_newline(true);
    environment.add_template("form", &form)?;
    let template = environment.get_template("form")?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for document in serde_yaml::Deserializer::from_str(&fleet) {
        let xr = Value::deserialize(document)?;
        template.render_to_write(xr, &mut out)?;
    }
    out.flush()?;
    Ok(())
}
