//! Asks a C compiler for the layout of structs and for constants.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, process};

use crate::namespace::skip;

/// What the compiler is asked about, with its name in C.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "layouts and constants are asked for by different tests")]
pub(crate) enum Place {
    /// A type as a whole.
    Whole(String),
    /// A member of a type.
    Member(String, String),
    /// A constant, which comes in place of an offset.
    Constant(String),
}

impl Place {
    /// The offset and the size as C constants.
    fn expressions(&self) -> (String, String) {
        match self {
            Self::Whole(ty) => ("0".to_owned(), format!("sizeof({ty})")),
            Self::Constant(name) => (name.clone(), "0".to_owned()),
            Self::Member(ty, name) => {
                (format!("offsetof({ty}, {name})"), format!("sizeof((({ty} *)0)->{name})"))
            }
        }
    }
}

/// A compiler for the machine that the tests run on.
pub(crate) struct Compiler(&'static str);

impl Compiler {
    /// The first compiler that is installed together with the kernel's headers; says why if there
    /// is none.
    pub(crate) fn find() -> Option<Self> {
        let works = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
        let Some(name) = ["cc", "gcc", "clang"].iter().find(works) else {
            skip("no C compiler");
            return None;
        };
        if !Path::new("/usr/include/linux/netlink.h").exists() {
            skip("no kernel headers in /usr/include/linux");
            return None;
        }
        Some(Self(name))
    }

    /// Offset and size of each place; `None` for those that the headers do not have. Headers that
    /// are not installed are left out.
    ///
    /// Each place is a line of a C file. The lines that the compiler objects to are taken out
    /// until it objects to none.
    pub(crate) fn places(&self, headers: &[&str], places: &[Place]) -> Vec<Option<(u32, u32)>> {
        let file = CFile::new();
        let mut absent = BTreeSet::new();
        loop {
            let head = file.write(headers, places, &absent);
            let output = self.compile(&file);
            if output.status.success() {
                break;
            }
            let errors = String::from_utf8_lossy(&output.stderr);
            let lines = file.lines_with_errors(&errors).filter_map(|line| line.checked_sub(head));
            let before = absent.len();
            absent.extend(lines.filter(|index| *index < places.len()));
            assert!(absent.len() > before, "the headers do not compile: {headers:?}\n{errors}");
        }
        let mut found = file.run().into_iter();
        let place = |index: usize| if absent.contains(&index) { None } else { found.next() };
        (0..places.len()).map(place).collect()
    }

    fn compile(&self, file: &CFile) -> Output {
        Command::new(self.0)
            .args(["-w", "-o"])
            .args([&file.program, &file.source])
            .env("LC_ALL", "C")
            .output()
            .expect("the compiler was there a moment ago")
    }
}

/// A C program that prints places, and is gone when dropped.
struct CFile {
    source: PathBuf,
    program: PathBuf,
}

impl CFile {
    fn new() -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let program = directory.join(format!("struct-layouts-{}", process::id()));
        Self { source: program.with_extension("c"), program }
    }

    /// Writes the program, and returns the number of the line that has the first place.
    fn write(&self, headers: &[&str], places: &[Place], absent: &BTreeSet<usize>) -> usize {
        let mut lines = vec!["#include <stddef.h>".to_owned(), "#include <stdio.h>".to_owned()];
        let include =
            |name: &&str| format!("#if __has_include(<{name}>)\n#include <{name}>\n#endif");
        lines.extend(
            headers
                .iter()
                .flat_map(|name| include(name).lines().map(str::to_owned).collect::<Vec<_>>()),
        );
        lines.push("static const unsigned long places[][2] = {".to_owned());
        let head = lines.len() + 1;
        lines.extend(places.iter().enumerate().map(|(index, place)| {
            let (offset, size) = place.expressions();
            if absent.contains(&index) { String::new() } else { format!("{{{offset}, {size}}},") }
        }));
        lines.push("};".to_owned());
        lines.push("int main(void) {".to_owned());
        lines.push("for (size_t i = 0; i < sizeof places / sizeof *places; i++)".to_owned());
        lines.push("printf(\"%lu %lu\\n\", places[i][0], places[i][1]);".to_owned());
        lines.push("return 0; }\n".to_owned());
        fs::write(&self.source, lines.join("\n")).expect("the file can be written");
        head
    }

    /// The numbers of the lines that the compiler objects to, which begins each error with file,
    /// line and column.
    fn lines_with_errors(&self, errors: &str) -> impl Iterator<Item = usize> {
        let place = format!("{}:", self.source.display());
        errors
            .lines()
            .filter(|line| line.contains(" error: "))
            .filter_map(move |line| line.strip_prefix(&place)?.split(':').next()?.parse().ok())
    }

    fn run(&self) -> Vec<(u32, u32)> {
        let output = Command::new(&self.program).output().expect("the program was just compiled");
        let text = String::from_utf8(output.stdout).expect("numbers");
        let number = |text: &str| text.parse().expect("a number");
        let line = |line: &str| line.split_once(' ').map(|(at, size)| (number(at), number(size)));
        text.lines().filter_map(line).collect()
    }
}

impl Drop for CFile {
    fn drop(&mut self) {
        for path in [&self.source, &self.program] {
            // What was not made need not go.
            let _ = fs::remove_file(path);
        }
    }
}
