//! `recto verify`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::ValueEnum;
use serde_json::json;

use super::Status;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::evidence::RECORD;
use crate::files::read_named;
use crate::proof::{Finding, Proof, is_for_press, prove, prove_for_press};
use crate::signature::{EXTENSION, verify_signature};

/// The arguments of `recto verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArguments {
    /// PDFs that were built by Recto.
    #[arg(value_name = "PDF", required = true)]
    pdfs: Vec<PathBuf>,
    /// Also check the signature beside each PDF by this public key of minisign: its file, or the key itself.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// How to show what was found.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a PDF, a line each.
    Json,
}

/// Proves each PDF again and shows what was altered.
pub fn run(arguments: &VerifyArguments, terminal: &Terminal) -> Result<Status> {
    let key = arguments.key.as_deref().map(read_key).transpose()?;
    let mut status = Status::Clean;
    for path in &arguments.pdfs {
        let shown = path.display();
        let pdf = read_named(path).with_context(|| format!("cannot read `{shown}`"))?;
        let mut progress = Progress::new(terminal.is_watched());
        let proof = match prove(&pdf, &mut progress) {
            Err(_) if is_for_press(&pdf) => beside(path, &pdf),
            proof => proof,
        };
        drop(progress);
        let mut proof = proof.map_err(|fault| anyhow!("`{shown}` cannot be proved: {fault}"))?;
        if let Some(key) = &key {
            check_signature(key, path, &pdf, &mut proof);
        }
        match arguments.format {
            Format::Text => terminal.output_text(&text(path, &proof, key.is_some()))?,
            Format::Json => terminal.output(&object(path, &proof, key.is_some()).to_string())?,
        }
        if !proof.findings.is_empty() {
            status = Status::Findings;
        }
    }
    Ok(status)
}

/// Compares a file for the press with the record that lies beside it.
fn beside(path: &Path, pdf: &[u8]) -> Result<Proof, String> {
    let record = path.with_file_name(RECORD);
    let bytes = read_named(&record).map_err(|error| {
        format!(
            "it is a file for the press and carries no evidence, and `{}` cannot be read: {error}; put the {RECORD} of its build beside it, or verify an edition for the screen",
            record.display()
        )
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    prove_for_press(pdf, &name, &bytes)
}

/// A public key: the text of the file of this name, or the argument itself.
fn read_key(argument: &str) -> Result<String> {
    let path = Path::new(argument);
    if !path.is_file() {
        return Ok(argument.to_owned());
    }
    let bytes = read_named(path).with_context(|| format!("cannot read the key `{argument}`"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn check_signature(key: &str, path: &Path, pdf: &[u8], proof: &mut Proof) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = PathBuf::from(format!("{}.{EXTENSION}", path.display()));
    let outcome = match read_named(&beside) {
        Ok(bytes) => verify_signature(key, &String::from_utf8_lossy(&bytes), &name, pdf),
        Err(error) => Err(format!("`{}` cannot be read: {error}", beside.display())),
    };
    if let Err(fault) = outcome {
        let subject = "the signature".to_owned();
        proof.findings.push(Finding { subject, message: format!("it does not hold: {fault}") });
    }
}

fn text(path: &Path, proof: &Proof, signed: bool) -> String {
    let mut text = format!("{}: {}\n", path.display(), proof.title);
    for finding in &proof.findings {
        text += &format!("  altered: {}: {}\n", finding.subject, finding.message);
    }
    for limit in &proof.limits {
        text += &format!("  {limit}\n");
    }
    let compared = proof.compared;
    text += &format!(
        "  {} files, {} queries, {} claims, {} pages, {} phrases compared\n",
        compared.files, compared.queries, compared.claims, compared.pages, compared.phrases
    );
    let verdict = match (proof.findings.is_empty(), signed, proof.rebuilt) {
        (true, true, _) => "as it was built, and signed by the key",
        (true, false, true) => {
            "as it was built: the report inside gives the same bytes; --key checks who built it"
        }
        (true, false, false) => {
            "nothing was found altered; --key checks that it is as it was built"
        }
        (false, ..) => "not as it was built",
    };
    text + "  " + verdict + "\n"
}

fn object(path: &Path, proof: &Proof, signed: bool) -> serde_json::Value {
    let compared = proof.compared;
    json!({
        "schema": "recto-proof/1",
        "file": path.display().to_string(),
        "report": proof.title,
        "proved": proof.findings.is_empty(),
        "rebuilt": proof.rebuilt,
        "signature": signed,
        "findings": proof.findings.iter().map(|finding| json!({
            "subject": finding.subject,
            "message": finding.message,
        })).collect::<Vec<_>>(),
        "limits": proof.limits,
        "compared": {
            "files": compared.files,
            "queries": compared.queries,
            "claims": compared.claims,
            "pages": compared.pages,
            "phrases": compared.phrases,
        },
    })
}
