//! `recto build`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};

use super::check::{report_folder, tally_line};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{CheckingOptions, ReportFolder, Status};
use crate::date::Moment;
use crate::files::{Disk, Folder, Mounted, Recorded, RelativePath, peak_memory, read_named};
use crate::messages::Findings;
use crate::mutate;
use crate::pipeline::{self, Build, BuildOptions, CheckOptions};
use crate::report::theme::{self, BUILT_IN, BuiltIn};
use crate::review;
use crate::signature::Signer;

/// The arguments of `recto build`.
#[derive(Debug, clap::Args)]
pub struct BuildArguments {
    #[command(flatten)]
    report: ReportFolder,
    #[command(flatten)]
    options: CheckingOptions,
    /// Set this edition only; may be repeated.
    #[arg(long, value_name = "NAME")]
    edition: Vec<String>,
    /// Write the PDFs and the evidence into this folder.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
    /// Set pages even if numbers are wrong; every page is stamped as a draft.
    #[arg(long)]
    draft: bool,
    /// Set all editions in this theme, whatever the report says: `institute`, `journal`, or the folder of
    /// another one.
    #[arg(long, value_name = "NAME|DIR")]
    theme: Option<PathBuf>,
    /// Write the Typst project of each edition into this folder instead of setting PDFs.
    #[arg(long, value_name = "DIR")]
    emit_typst: Option<PathBuf>,
    /// Sign each PDF with this secret key of minisign, into a file beside it; the variable
    /// `RECTO_SIGN_PASSWORD` opens a key that is encrypted.
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// Measure first which falsehoods the check notices, and put the score into the evidence.
    #[arg(long)]
    mutate: bool,
    /// Show the time of each stage and edition, and the peak of memory.
    #[arg(long)]
    timings: bool,
}

/// The variable of the environment that sets the creation date of the PDFs.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Builds a report and shows what was made, or what is wrong.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let deps = arguments.options.deps()?;
    let inputs = Recorded::new(&folder);
    let theme = arguments.theme.as_deref().map(GivenTheme::find).transpose()?;
    let elsewhere = theme.as_ref().and_then(|theme| theme.folder.clone());
    let elsewhere = elsewhere.unwrap_or_else(|| Disk::new("."));
    let recorded_theme = Recorded::new(&elsewhere);
    let mounted = Mounted::new(&inputs, theme::GIVEN, &recorded_theme);
    let input: &dyn Folder = match &theme {
        Some(GivenTheme { folder: Some(_), .. }) => &mounted,
        _ => &inputs,
    };
    let created = created(&inputs)?;
    let mut progress = Progress::new(terminal.is_watched());
    let mutation = arguments.mutate.then(|| mutate::mutate(&folder, &mut progress).total());
    let options = BuildOptions {
        check: CheckOptions {
            theme: theme.as_ref().map(|theme| theme.name.clone()),
            ..arguments.options.resolve()
        },
        editions: arguments.edition.clone(),
        draft: arguments.draft,
        mutation,
        signer: arguments.sign.as_deref().map(read_signer).transpose()?,
        created,
    };
    let target = Disk::new(arguments.emit_typst.as_ref().unwrap_or(&arguments.out));
    let output = Recorded::new(&target);
    let build = match &arguments.emit_typst {
        Some(_) => pipeline::emit_typst(input, &output, &options, &mut progress)?,
        None => pipeline::build(input, &output, &options, &mut progress)?,
    };
    let (summary, details) = (progress.summary(), progress.details());
    drop(progress);
    terminal.problems(&Findings::of_build(&folder, &build))?;
    if let Some(deps) = deps {
        let mut made = output.into_log().written;
        // A refused build makes nothing, and yet what it would have made has to be made again.
        if arguments.emit_typst.is_none() {
            made.extend(pipeline::products(build.report.as_ref(), &options)?);
        }
        let read =
            [(folder.root(), inputs.into_log()), (elsewhere.root(), recorded_theme.into_log())];
        deps.write(&read, (target.root(), made))?;
    }
    show_result(arguments, &build, terminal);
    terminal.line(&summary);
    if arguments.timings {
        details.iter().for_each(|line| terminal.line(line));
        terminal.line(&memory_line());
    }
    let failed = build.problems.has_errors() && !arguments.draft;
    Ok(if failed { Status::Findings } else { Status::Clean })
}

/// What `--theme` names.
struct GivenTheme {
    /// The name of a theme of the program, or the folder of the report in which the given one seems to lie.
    name: String,
    /// The folder where the given one lies.
    folder: Option<Disk>,
}

impl GivenTheme {
    fn find(named: &Path) -> Result<Self> {
        let name = named.to_string_lossy();
        if BuiltIn::named(&name).is_some() {
            return Ok(Self { name: name.into_owned(), folder: None });
        }
        let folder = Disk::new(named);
        let settings = RelativePath::parse(theme::SETTINGS);
        let settings = settings.map_err(|problem| anyhow!("{problem}"))?;
        if let Err(error) = folder.length(&settings) {
            let names: Vec<&str> = BUILT_IN.iter().map(|theme| theme.name).collect();
            bail!(
                "there is no theme `{}`: it is none of {}, and no folder with a {settings} ({error}); `recto new theme DIR` makes one",
                named.display(),
                names.join(", "),
            );
        }
        Ok(Self { name: theme::GIVEN.to_owned(), folder: Some(folder) })
    }
}

/// The secret key of a file, opened by the password of the environment if there is one.
fn read_signer(path: &Path) -> Result<Arc<Signer>> {
    let shown = path.display();
    let bytes = read_named(path).with_context(|| format!("cannot read the key `{shown}`"))?;
    let text = String::from_utf8_lossy(&bytes);
    let password = Disk::new(".").variable("RECTO_SIGN_PASSWORD");
    let signer = Signer::read(&text, password);
    let signer = signer.map_err(|fault| anyhow!("the key `{shown}` cannot be used: {fault}"))?;
    Ok(Arc::new(signer))
}

/// The moment that reproducible-builds.org's variable names, if it is set.
fn created(folder: &dyn Folder) -> Result<Option<Moment>> {
    let Some(value) = folder.variable(SOURCE_DATE_EPOCH) else { return Ok(None) };
    let moment = Moment::parse(&value).ok_or_else(|| {
        anyhow!(
            "{SOURCE_DATE_EPOCH} is `{value}`; it holds the seconds since 1970-01-01 in digits, up to the year 9999"
        )
    });
    moment.map(Some)
}

fn show_result(arguments: &BuildArguments, build: &Build, terminal: &Terminal) {
    if let Some(tally) = build.tally {
        terminal.line(&tally_line(tally));
    }
    terminal.count(&build.problems);
    for edition in &build.editions {
        let path = arguments.out.join(edition.path.as_str());
        let kibibytes = edition.bytes.div_ceil(1024);
        terminal.line(&format!("{}: {} pages, {kibibytes} KiB", path.display(), edition.pages));
    }
    if !build.editions.is_empty() {
        let page = if arguments.draft { review::DRAFT_PAGE } else { review::PAGE };
        terminal.line(&format!("{}: for reviewers", arguments.out.join(page).display()));
    }
    if build.editions.is_empty() && arguments.emit_typst.is_none() {
        terminal.line("no PDF was written");
    }
}

fn memory_line() -> String {
    match peak_memory() {
        Some(bytes) => format!("  peak memory {:>16} MiB", bytes / (1024 * 1024)),
        None => "  peak memory: this system does not tell".to_owned(),
    }
}
