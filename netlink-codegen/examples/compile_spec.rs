//! Compiles specs to a directory: `cargo run --example compile_spec -- OUT SPEC…`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(out) = arguments.next() else {
        eprintln!("usage: compile_spec OUT SPEC…");
        return ExitCode::from(2);
    };
    let config = netlink_codegen::Config::new().out_dir(out).specs(arguments);
    match config.try_compile() {
        Ok(files) => {
            files.iter().for_each(|file| println!("{}", file.display()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
