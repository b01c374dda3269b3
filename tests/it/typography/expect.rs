//! The statements of a case, measured.

use super::case::Case;
use super::measure::{Glyph, Line, Setting};

/// Ems that may differ: a few hundredths of a millimetre.
const EMS: f64 = 0.012;

/// Points that may differ.
const POINTS: f64 = 0.06;

/// What stands before the name of a face.
const FACE: &str = " is set in ";

/// The statements of a case that do not hold, each with what was measured instead.
pub fn failures(case: &Case, setting: &Setting) -> Vec<(String, String)> {
    let statements = case.expected.iter().filter(|line| !line.trim().is_empty());
    statements
        .filter_map(|statement| {
            let problem = Statement::read(statement).check(setting).err()?;
            Some((statement.clone(), problem))
        })
        .collect()
}

/// A sentence with its texts and numbers taken out.
struct Statement<'a> {
    /// The sentence; `%` stands for a text, `#` for a number.
    shape: String,
    texts: Vec<&'a str>,
    numbers: Vec<f64>,
    /// What follows `in` at the end: a name.
    name: &'a str,
}

impl<'a> Statement<'a> {
    fn read(statement: &'a str) -> Self {
        let mut read =
            Self { shape: String::new(), texts: Vec::new(), numbers: Vec::new(), name: "" };
        let mut words = Vec::new();
        let (sentence, name) = statement.rsplit_once(FACE).unwrap_or((statement, ""));
        for (index, piece) in sentence.split('`').enumerate() {
            if index % 2 == 1 {
                read.texts.push(piece);
                words.push("%");
                continue;
            }
            for word in piece.split_whitespace() {
                match word.parse() {
                    Ok(number) => {
                        read.numbers.push(number);
                        words.push("#");
                    }
                    Err(_) => words.push(word),
                }
            }
        }
        if !name.is_empty() {
            words.push(FACE.trim());
            read.name = name;
        }
        read.shape = words.join(" ");
        read
    }

    fn check(&self, setting: &Setting) -> Result<(), String> {
        match self.shape.as_str() {
            "# lines" | "# line" => equal(count(setting.lines.len()), self.numbers[0], 0.0),
            "at least # lines" => {
                let found = count(setting.lines.len());
                verdict(found >= self.numbers[0], || format!("{found}"))
            }
            "line # begins with %" => self.line(setting, |text, wanted| text.starts_with(wanted)),
            "line # ends with %" => self.line(setting, |text, wanted| text.ends_with(wanted)),
            "line # says %" => self.line(setting, |text, wanted| text == wanted),
            "line # starts at # em" => {
                let line = self.nth(setting)?;
                let first = line.glyphs.first().ok_or("an empty line")?;
                equal(
                    setting.distance_from_left(first.ink_start()) / first.size,
                    self.numbers[1],
                    EMS,
                )
            }
            "line # ends where line # ends" => self.ends_alike(setting),
            "no line begins with %" => self.edges(setting, <[Glyph]>::first),
            "no line ends with %" => self.edges(setting, <[Glyph]>::last),
            "% is # em wide" => self.each(setting, |glyphs| {
                let (first, last) = (&glyphs[0], &glyphs[glyphs.len() - 1]);
                equal((last.right() - first.left) / first.size, self.numbers[0], EMS)
            }),
            "% takes # em" => self.each_on(setting, |line, glyphs| {
                let taken = line.taken(glyphs).ok_or("it stands at an edge")?;
                equal(taken / glyphs[0].size, self.numbers[0], EMS)
            }),
            "% is not broken" => self.each(setting, |_| Ok(())),
            "% is set in" => {
                self.each_glyph(setting, |one| (one.family == self.name, one.family.clone()))
            }
            "% is bold" => {
                self.each_glyph(setting, |one| (one.weight >= 600, one.weight.to_string()))
            }
            "% is upright" => self.each_glyph(setting, |one| (!one.italic, "italic".to_owned())),
            "% is italic" => self.each_glyph(setting, |one| (one.italic, "upright".to_owned())),
            "% is raised" => self.each_on(setting, |line, glyphs| {
                verdict(glyphs.iter().all(|one| one.baseline < line.baseline - 1.0), || {
                    "level".into()
                })
            }),
            "% is level" => self.each_on(setting, |line, glyphs| {
                let level = |one: &Glyph| (one.baseline - line.baseline).abs() < POINTS;
                verdict(glyphs.iter().all(level), || "not level".into())
            }),
            "the white between % and % is # em" => self.white(setting),
            "lines are # pt apart" => self.pitch(setting),
            "the columns are level" => columns_are_level(setting),
            "the pages show %" => {
                verdict(setting.all.contains(self.texts[0]), || "they do not".into())
            }
            "the pages do not show %" => {
                verdict(!setting.all.contains(self.texts[0]), || "they do".into())
            }
            "dots stand below %" => self.dots(setting, true),
            "no dots stand below %" => self.dots(setting, false),
            shape if shape.starts_with("% speaks ") => {
                let wanted = &shape["% speaks ".len()..];
                self.each_glyph(setting, |one| (one.language == wanted, one.language.clone()))
            }
            shape => Err(format!("no such statement: {shape}")),
        }
    }

    fn nth<'s>(&self, setting: &'s Setting) -> Result<&'s Line, String> {
        nth(setting, self.numbers[0])
    }

    fn line(&self, setting: &Setting, holds: impl Fn(&str, &str) -> bool) -> Result<(), String> {
        let text = self.nth(setting)?.text();
        verdict(holds(&text, self.texts[0]), || text.clone())
    }

    /// No line has one of the marks at an edge, although there are such marks and more lines than one.
    fn edges(
        &self,
        setting: &Setting,
        edge: impl Fn(&[Glyph]) -> Option<&Glyph>,
    ) -> Result<(), String> {
        let text: String = setting.lines.iter().map(Line::text).collect();
        if setting.lines.len() < 2 || !text.chars().any(|c| self.texts[0].contains(c)) {
            return Err("nothing could break here".to_owned());
        }
        for line in &setting.lines {
            let at_edge = edge(&line.glyphs).and_then(|glyph| glyph.text.chars().next());
            if at_edge.is_some_and(|c| self.texts[0].contains(c)) {
                return Err(line.text());
            }
        }
        Ok(())
    }

    fn each(
        &self,
        setting: &Setting,
        check: impl Fn(&[Glyph]) -> Result<(), String>,
    ) -> Result<(), String> {
        self.each_on(setting, |_, glyphs| check(glyphs))
    }

    /// Checks every place where the text stands; it has to stand on a line as a whole.
    fn each_on(
        &self,
        setting: &Setting,
        check: impl Fn(&Line, &[Glyph]) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut found = 0;
        for line in &setting.lines {
            for glyphs in line.find(self.texts[0]) {
                found += 1;
                check(line, glyphs)?;
            }
        }
        let text: String = setting.lines.iter().map(Line::text).collect();
        let wanted = text.matches(self.texts[0]).count();
        match found {
            0 => Err(format!("it does not stand on a line: {text}")),
            found if found < wanted => Err("it is broken over lines".to_owned()),
            _ => Ok(()),
        }
    }

    fn each_glyph(
        &self,
        setting: &Setting,
        check: impl Fn(&Glyph) -> (bool, String),
    ) -> Result<(), String> {
        self.each(setting, |glyphs| {
            glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).try_for_each(|glyph| {
                let (holds, found) = check(glyph);
                verdict(holds, || format!("{}: {found}", glyph.text))
            })
        })
    }

    fn white(&self, setting: &Setting) -> Result<(), String> {
        let pair = format!("{}{}", self.texts[0], self.texts[1]);
        let mut found = false;
        for line in &setting.lines {
            for glyphs in line.find(&pair) {
                found = true;
                let count = self.texts[0].chars().count();
                let (before, after) = (&glyphs[count - 1], &glyphs[count]);
                let size = before.size.max(after.size);
                equal((after.ink_start() - before.ink_end()) / size, self.numbers[0], EMS)?;
            }
        }
        verdict(found, || "they do not stand side by side".into())
    }

    fn ends_alike(&self, setting: &Setting) -> Result<(), String> {
        let end = |number: f64| {
            nth(setting, number)?
                .glyphs
                .last()
                .map(Glyph::ink_end)
                .ok_or("an empty line")
                .map_err(str::to_owned)
        };
        equal(end(self.numbers[0])?, end(self.numbers[1])?, POINTS)
    }

    fn pitch(&self, setting: &Setting) -> Result<(), String> {
        if setting.lines.len() < 2 {
            return Err("there is one line alone".to_owned());
        }
        setting.lines.windows(2).try_for_each(|pair| {
            equal(pair[1].baseline - pair[0].baseline, self.numbers[0], POINTS)
        })
    }

    /// Whether a dot stands under the middle of each character, below its square.
    fn dots(&self, setting: &Setting, wanted: bool) -> Result<(), String> {
        self.each_glyph(setting, |glyph| {
            let middle = glyph.left + glyph.offset + glyph.size / 2.0;
            let below = glyph.baseline + 0.15 * glyph.size..glyph.baseline + 0.5 * glyph.size;
            let dot = setting.strokes.iter().any(|stroke| {
                let short = stroke.right - stroke.left < 0.3 * glyph.size;
                let center = f64::midpoint(stroke.left, stroke.right);
                short && (center - middle).abs() < 0.06 * glyph.size && below.contains(&stroke.top)
            });
            (dot == wanted, format!("a dot: {dot}"))
        })
    }
}

/// A line by its number, from 1.
fn nth(setting: &Setting, number: f64) -> Result<&Line, String> {
    let mut numbered = setting.lines.iter().zip(1u32..);
    let line = numbered.find(|(_, own)| (f64::from(*own) - number).abs() < 0.5);
    line.map(|(line, _)| line).ok_or_else(|| "there is no such line".to_owned())
}

/// The first line of one language stands on the base line of the first line of the other.
fn columns_are_level(setting: &Setting) -> Result<(), String> {
    let mut languages: Vec<&str> = Vec::new();
    for glyph in setting.lines.iter().flat_map(|line| &line.glyphs) {
        if !languages.contains(&glyph.language.as_str()) {
            languages.push(&glyph.language);
        }
    }
    let firsts = languages
        .iter()
        .filter_map(|language| setting.lines_in(language).first().map(|line| line.baseline));
    let firsts: Vec<f64> = firsts.collect();
    if firsts.len() < 2 {
        return Err("there is one language alone".to_owned());
    }
    firsts.windows(2).try_for_each(|pair| equal(pair[1], pair[0], POINTS))
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn equal(found: f64, wanted: f64, tolerance: f64) -> Result<(), String> {
    verdict((found - wanted).abs() <= tolerance, || format!("{found:.3}"))
}

fn verdict(holds: bool, found: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(found()) }
}
